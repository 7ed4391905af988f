//! Addresses and databases that a desk is not to run on.

use guichet_store::Store;

async fn why_not(url: &str) -> String {
    Store::open(url).await.err().unwrap().to_string()
}

#[tokio::test]
async fn an_address_of_no_known_database_is_refused_and_not_repeated() {
    let sentence = why_not("mysql://desk:s3cret@localhost/desk").await;
    assert!(
        sentence.contains("sqlite:") && sentence.contains("postgres://"),
        "{sentence}"
    );
    assert!(!sentence.contains("s3cret"), "{sentence}");
}

#[tokio::test]
async fn a_folder_that_cannot_be_made_is_named() {
    let sentence = why_not("sqlite:/dev/null/desk.db").await;
    assert!(sentence.contains("/dev/null"), "{sentence}");
}

#[tokio::test]
async fn a_missing_folder_is_made() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("some/where/desk.db");
    Store::open(&format!("sqlite:{}", file.display()))
        .await
        .unwrap();
    assert!(file.exists());
}
