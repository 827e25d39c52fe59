//! Takes encodings and archives apart, one layer at a time, within a budget.

mod archive;
mod inline;

pub use inline::base64;

/// One inner text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layer {
    /// Its name inside the outer one (`config/app.yml`, `base64`).
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Where in the outer text it was written, if it has no lines of its own.
    pub at: Option<usize>,
    /// The outer text says nothing beyond its layers.
    pub instead: bool,
}

/// What could not be taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// Inner name, empty for the outer file itself.
    pub name: String,
    /// Why.
    pub why: &'static str,
}

/// How much may be taken out of one file.
#[derive(Debug, Clone)]
pub struct Budget {
    /// Layers inside layers.
    pub depth: usize,
    /// Bytes that may still be produced.
    pub bytes: usize,
    /// Members of archives that may still be opened.
    pub members: usize,
}

impl Default for Budget {
    /// Four layers deep; 256 MB; 20,000 members.
    fn default() -> Self {
        Self { depth: 4, bytes: 256 << 20, members: 20_000 }
    }
}

/// The layers directly inside a text.
pub fn layers(bytes: &[u8], name: &str, budget: &mut Budget, gaps: &mut Vec<Gap>) -> Vec<Layer> {
    if budget.depth == 0 {
        if archive::is_archive(bytes) {
            gaps.push(Gap { name: String::new(), why: "archives inside archives, too deep" });
        }
        return Vec::new();
    }
    if archive::is_archive(bytes) {
        return archive::open(bytes, name, budget, gaps);
    }
    if bytes.len() > 64 << 20 || is_binary(bytes) {
        return Vec::new();
    }
    let mut out = inline::source_map(bytes, budget, gaps);
    if out.is_empty() {
        inline::encoded(bytes, budget, &mut out);
    }
    out
}

/// A zero byte among the first 8 KB, as git tells it.
#[must_use]
pub fn is_binary(bytes: &[u8]) -> bool {
    bytes[..bytes.len().min(8192)].contains(&0)
}

/// Pictures, fonts, films and sounds: nothing to read in them.
#[must_use]
pub fn is_media(bytes: &[u8]) -> bool {
    let starts = [
        b"\x89PNG".as_slice(),
        b"\xff\xd8\xff",
        b"GIF8",
        b"wOFF",
        b"wOF2",
        b"\0\x01\0\0\0",
        b"OTTO",
        b"OggS",
        b"ID3",
        b"fLaC",
        b"\x1aE\xdf\xa3",
        b"RIFF",
        b"BM",
        b"8BPS",
    ];
    starts.iter().any(|s| bytes.starts_with(s)) && (bytes.first() != Some(&b'B') || is_binary(bytes))
        || bytes.get(4..8) == Some(b"ftyp")
}
