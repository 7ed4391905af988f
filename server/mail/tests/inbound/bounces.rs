//! What could not be delivered.

use crate::databases::{Databases, on_both};
use crate::desk::*;
use guichet_desk::{Caller, DeskError, InboundRules};
use guichet_domain::mail::inbound::Fate;

on_both!(bounces_are_noted_beside_the_address_until_somebody_writes_again,);

async fn bounces_are_noted_beside_the_address_until_somebody_writes_again(db: Databases) {
    let office = office(&db, InboundRules::default()).await;
    office.reported().await;
    let sent = &office.post("claire@exemple.fr").await[0];
    let others = &office.post("bruno@exemple.fr").await;
    assert!(others.is_empty());
    let report = |id: &str| {
        format!(
            "--b\nContent-Type: text/plain\n\nCould not deliver.\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mail.test\n\nAction: failed\nFinal-Recipient: rfc822; Claire@exemple.fr\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 unknown\n\n--b\nContent-Type: message/rfc822\n\nFrom: support@exemple.fr\nMessage-ID: <{id}>\nSubject: [INC-1] x\n\ny\n--b--"
        )
    };
    let headers = "Return-Path: <>\nTo: support@exemple.fr\nAuto-Submitted: auto-replied\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\nMIME-Version: 1.0";
    // Who knows of no message of ours reports nothing.
    for (n, made_up) in ["guichet.letter.aaaaaaaaaaaaaaaa@exemple.fr", "x@exemple.fr"]
        .iter()
        .enumerate()
    {
        let headers = format!("{headers}\nMessage-ID: <{n}.b@mail.test>");
        let report = report(made_up);
        let received = office.inbound("mailer-daemon@mail.test", &headers, &report);
        assert_eq!(received.await.fate, Fate::Bounce);
        let bounces = office.desk.bounces(Caller { person: NADIA }).await;
        assert_eq!(bounces.unwrap(), []);
    }
    let received = office
        .inbound("mailer-daemon@mail.test", headers, &report(&sent.id))
        .await;
    assert_eq!(received.fate, Fate::Bounce);
    let bounces = office.desk.bounces(Caller { person: NADIA }).await.unwrap();
    assert_eq!(
        (bounces[0].person, bounces[0].status.as_str()),
        (CLAIRE, "5.1.1")
    );
    assert!(matches!(
        office.desk.bounces(Caller { person: CLAIRE }).await,
        Err(DeskError::Forbidden)
    ));
    office
        .inbound("claire@exemple.fr", "Subject: me revoilà", "x")
        .await;
    assert_eq!(
        office.desk.bounces(Caller { person: NADIA }).await.unwrap(),
        []
    );
}
