//! Tests of reading settings, and of the errors for wrong ones.
#![allow(clippy::unwrap_used)]

use crate::kernel::config::Config;
use crate::kernel::config::given::Given;
use guichet_desk::RetentionPolicy;

fn given(change: impl FnOnce(&mut Given)) -> Result<Config, String> {
    let mut given = Given::default();
    change(&mut given);
    Config::read(&given, None).map_err(|error| error.to_string())
}

#[test]
fn a_wrong_setting_is_named() {
    assert!(given(|_| {}).is_ok());
    type Change = fn(&mut Given);
    let cases: [(&str, Change); 14] = [
        ("imap", |g| {
            g.imap = Some("imap://u:p@mail.example.org".into())
        }),
        ("mail_unknown", |g| g.mail_unknown = Some("perhaps".into())),
        ("mail_auth_server", |g| {
            g.mail_auth_server = Some(String::new())
        }),
        ("mail_auth_server", |g| {
            g.mail_auth_server = Some("mx; dmarc=pass".into())
        }),
        ("address", |g| g.address = Some("localhost".into())),
        ("database", |g| g.database = Some("mysql://x".into())),
        ("public_url", |g| {
            g.public_url = Some("guichet.example.org".into())
        }),
        ("trusted_proxies", |g| {
            g.trusted_proxies = Some(vec!["proxy".into()])
        }),
        ("zone", |g| g.zone = Some("Europe/Atlantis".into())),
        ("log", |g| g.log = Some("===".into())),
        ("smtp", |g| g.smtp = Some("mail.exemple.fr".into())),
        ("smtp", |g| g.smtp = Some("http://mail.exemple.fr".into())),
        ("smtp", |g| {
            g.smtp = Some("smtp://me:secret@mail.exemple.fr:25".into())
        }),
        ("mail_from", |g| g.mail_from = Some("Support".into())),
    ];
    for (name, change) in cases {
        let sentence = given(change).unwrap_err();
        assert!(sentence.starts_with(name), "{sentence}");
        assert_eq!(sentence.lines().count(), 1);
        assert!(!sentence.contains("secret"), "{sentence}");
    }
}

#[test]
fn the_file_comes_before_the_default_and_after_the_command_line() {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(
        &file,
        "address = \"127.0.0.1:4000\"\nzone = \"America/Montreal\"",
    )
    .unwrap();
    let given = Given {
        zone: Some("Europe/Brussels".into()),
        ..Given::default()
    };
    let config = Config::read(&given, Some(file.path().into())).unwrap();
    assert_eq!(config.address.port(), 4000);
    assert_eq!(config.zone, "Europe/Brussels");
}

#[test]
fn what_is_kept_for_how_long_is_set_like_everything() {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(&file, "retention_closed_days = 730").unwrap();
    let config = Config::read(&Given::default(), Some(file.path().into())).unwrap();
    let expected = RetentionPolicy {
        retention_closed_days: 730,
        ..RetentionPolicy::default()
    };
    assert_eq!(config.keep, expected);
    std::fs::write(&file, "retention_mail_days = -1").unwrap();
    let wrong = Config::read(&Given::default(), Some(file.path().into())).unwrap_err();
    assert!(
        wrong.to_string().starts_with("retention_mail_days"),
        "{wrong}"
    );
}

#[test]
fn proxies_are_a_list_or_separated_by_commas() {
    for written in ["[\"10.0.0.2\", \"10.0.0.3\"]", "\"10.0.0.2,10.0.0.3\""] {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(&file, format!("trusted_proxies = {written}")).unwrap();
        let config = Config::read(&Given::default(), Some(file.path().into())).unwrap();
        assert_eq!(config.trusted_proxies.len(), 2);
    }
}

#[test]
fn an_unknown_setting_in_the_file_is_named() {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(&file, "adress = \"127.0.0.1:4000\"").unwrap();
    let sentence = Config::read(&Given::default(), Some(file.path().into()))
        .unwrap_err()
        .to_string();
    assert!(sentence.contains("adress"), "{sentence}");
}

#[test]
fn a_setting_with_another_name_now_is_not_passed_over() {
    let file = tempfile::NamedTempFile::new().unwrap();
    for (old, new) in super::RENAMED {
        std::fs::write(&file, format!("{old} = 30")).unwrap();
        let wrong = Config::read(&Given::default(), Some(file.path().into())).unwrap_err();
        assert_eq!(wrong.to_string(), format!("{old}: it is called {new} now"));
        assert!(RetentionPolicy::NAMES.contains(&new), "{new}");
    }
}
