//! Decoding of bodies, bounded while it inflates.

use std::io::Read;

/// Largest body that is looked at, in bytes, before and after decoding.
pub(crate) const LIMIT: usize = 1 << 20;

/// Decodes by `Content-Encoding`; gives the body and whether it was cut. What can't be decoded stays as it came.
pub(crate) fn decode(body: Vec<u8>, encoding: Option<&str>, cut: bool) -> (Vec<u8>, bool) {
    let reader: Box<dyn Read> = match encoding.map(str::trim).map(str::to_ascii_lowercase).as_deref() {
        Some("gzip" | "x-gzip") => Box::new(flate2::read::MultiGzDecoder::new(body.as_slice())),
        Some("deflate") => Box::new(flate2::read::ZlibDecoder::new(body.as_slice())),
        Some("br") => Box::new(brotli_decompressor::Decompressor::new(body.as_slice(), 4096)),
        _ => return (body, cut),
    };
    let mut out = Vec::new();
    // An error in the middle leaves what was decoded so far: a cut body ends like that too.
    let ended = reader.take(LIMIT as u64 + 1).read_to_end(&mut out).is_ok();
    let too_long = out.len() > LIMIT;
    out.truncate(LIMIT);
    (out, cut || too_long || !ended)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use std::io::Write;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn a_bomb_is_cut_at_the_limit() {
        let bomb = gzip(&vec![0u8; 50 << 20]);
        let (body, cut) = decode(bomb, Some("gzip"), false);
        assert_eq!(body.len(), LIMIT);
        assert!(cut);
    }

    #[test]
    fn an_honest_body_comes_whole() {
        assert_eq!(decode(gzip(b"hello"), Some("GZIP"), false), (b"hello".to_vec(), false));
        assert_eq!(decode(b"plain".to_vec(), None, false), (b"plain".to_vec(), false));
    }

    #[test]
    fn garbage_is_cut_not_fatal() {
        let (_, cut) = decode(vec![1, 2, 3], Some("gzip"), false);
        assert!(cut);
    }
}
