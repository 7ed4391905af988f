//! The client: WebAssembly in parts, and the JavaScript that loads it.

use crate::Outcome;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use wasm_bindgen_cli_support::Bindgen;
use wasm_split_cli_support::{Options, transform};

/// Takes the compiled client apart into what every page needs and what its rooms do, and writes all
/// of it to `pkg`. Returns the WebAssembly files.
pub fn split(compiled: &Path, pkg: &Path) -> Outcome<Vec<PathBuf>> {
    let wasm = fs::read(compiled).map_err(|error| format!("{}: {error}", compiled.display()))?;
    let whole = compiled.with_file_name("whole_split.wasm");
    let mut options = Options::new(&wasm);
    options.output_dir = pkg;
    options.main_out_path = &whole;
    options.main_module = "./guichet.js";
    // The name that leptos looks for.
    options.link_name = "./__wasm_split.______________________.js";
    let split = transform(options)?;
    drop(wasm);
    let manifest = serde_json::to_string(&split.prefetch_map)?;
    fs::write(pkg.join("__wasm_split_manifest.json"), manifest)?;

    Bindgen::new()
        .web(true)?
        .keep_lld_exports(true)
        .demangle(false)
        .typescript(false)
        .out_name("guichet")
        .input_path(&whole)
        .generate(pkg)?;
    // As leptos names it.
    let base = pkg.join("guichet.wasm");
    fs::rename(pkg.join("guichet_bg.wasm"), &base)?;
    let mut parts = split.split_modules;
    parts.retain(|part| *part != whole);
    parts.push(base);
    Ok(parts)
}

/// Makes the files smaller with `wasm-opt`, which must be on the path.
pub fn optimise(parts: &[PathBuf]) -> Outcome {
    for part in parts {
        let mut wasm_opt = Command::new("wasm-opt");
        wasm_opt.args([
            "-Oz",
            "--enable-bulk-memory",
            "--enable-nontrapping-float-to-int",
        ]);
        if !wasm_opt.arg(part).arg("-o").arg(part).status()?.success() {
            return Err(format!("wasm-opt failed on {}", part.display()).into());
        }
    }
    Ok(())
}
