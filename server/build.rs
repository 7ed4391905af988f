//! A release has the client in it: it is built first, and the program again when it changed.

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    if std::env::var_os("CARGO_FEATURE_CLIENT").is_some() {
        let site = "../target/site";
        println!("cargo:rerun-if-changed={site}");
        assert!(
            std::path::Path::new(site).join("pkg").is_dir(),
            "there is no client in target/site to put into the program: `make release` builds both"
        );
    }
}
