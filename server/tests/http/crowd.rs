//! Many people who read at once.

use crate::app::*;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_who_read_at_once_are_all_answered() {
    let app = spawn_app().await;
    let claire = app.signed_in(CLAIRE).await;
    let reference = app.reported(&claire, &[]).await;
    let agent = app.signed_in(NADIA).await;
    let mut readers = Vec::new();
    for reader in 0..16 {
        let (client, url) = (agent.client.clone(), agent.url.clone());
        let paths = [
            "/desk".to_owned(),
            "/desk?view=all&text=imprimante".to_owned(),
            format!("/desk/{reference}?view=all"),
        ];
        readers.push(tokio::spawn(async move {
            let browser = Browser { client, url };
            for round in 0..30 {
                let answer = browser.get(&paths[(reader + round) % paths.len()]).await;
                assert_eq!(answer.status(), 200);
                assert!(answer.text().await.unwrap().contains("<title>"));
            }
        }));
    }
    for reader in readers {
        reader.await.unwrap();
    }
}
