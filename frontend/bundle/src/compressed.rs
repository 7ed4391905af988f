//! Files beside their compressed forms, so that nobody waits for these.

use crate::Outcome;
use brotli::enc::BrotliEncoderParams;
use flate2::Compression;
use flate2::write::GzEncoder;
use std::ffi::OsStr;
use std::fs::{self, File};
use std::path::Path;

/// Writes every file of the folder once more as Brotli (RFC 7932) and as gzip (RFC 1952).
pub fn compress(folder: &Path) -> Outcome {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            compress(&path)?;
            continue;
        }
        let bytes = fs::read(&path)?;
        let with = |ending: &str| {
            let mut name = path.file_name().unwrap_or_default().to_owned();
            name.push(OsStr::new(ending));
            path.with_file_name(name)
        };
        let best = BrotliEncoderParams::default();
        brotli::BrotliCompress(
            &mut bytes.as_slice(),
            &mut File::create(with(".br"))?,
            &best,
        )?;
        let mut gzip = GzEncoder::new(File::create(with(".gz"))?, Compression::best());
        std::io::copy(&mut bytes.as_slice(), &mut gzip)?;
        gzip.finish()?;
    }
    Ok(())
}
