//! A migration that is added is one more thing to build.

fn main() {
    println!("cargo:rerun-if-changed=migrations");
}
