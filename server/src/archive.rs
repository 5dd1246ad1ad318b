//! Several artifacts as one ZIP: the same files give the same bytes, on any day.

use std::io::{Cursor, Write};

use postern_plan::artifact::Artifact;
use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// The media type of a ZIP
pub const MEDIA_TYPE: &str = "application/zip";

/// The archive of `files`, in their order, programs with the permission to run
///
/// Every file bears the earliest time that a ZIP can say: a clock would make each archive of one
/// plan differ from the last.
pub fn zip(files: &[Artifact]) -> Result<Vec<u8>, ZipError> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::DEFAULT);
    for file in files {
        let mode = if file.is_executable() { 0o755 } else { 0o644 };
        archive.start_file(&*file.path, options.unix_permissions(mode))?;
        archive.write_all(file.text.as_bytes())?;
    }
    Ok(archive.finish()?.into_inner())
}
