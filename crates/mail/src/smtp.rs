//! Answers of SMTP servers (RFC 5321 §4.2).

/// An answer: a code and the texts of its lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// Three digits.
    pub code: u16,
    /// What stands behind the code, line by line.
    pub lines: Vec<String>,
}

impl Reply {
    /// Keywords of an answer to EHLO in upper case: the first word of each line but the first, which greets. At most
    /// forty, each of at most forty printable characters; no server has more.
    #[must_use]
    pub fn extensions(&self) -> Vec<String> {
        let words = self.lines.iter().skip(1).filter_map(|line| line.split_whitespace().next());
        let printable = |word: &str| word.chars().filter(char::is_ascii_graphic).take(40).collect::<String>();
        words.take(40).map(|word| printable(&word.to_ascii_uppercase())).collect()
    }
}

/// What the bytes of a server make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Parsed {
    /// An answer, and how many bytes it takes.
    Whole(Reply, usize),
    /// The beginning of one.
    More,
    /// No answer of SMTP.
    Wrong,
}

/// Reads `250-text` lines up to `250 text` (RFC 5321 §4.2).
#[must_use]
pub fn parse(bytes: &[u8]) -> Parsed {
    let mut lines = Vec::new();
    let mut start = 0;
    while let Some(length) = bytes[start..].iter().position(|b| *b == b'\n') {
        let line = String::from_utf8_lossy(&bytes[start..start + length]);
        let line = line.trim_end_matches('\r');
        start += length + 1;
        let code = line.get(..3).filter(|c| c.bytes().all(|b| b.is_ascii_digit())).and_then(|c| c.parse().ok());
        let (Some(code), mark) = (code, line.as_bytes().get(3)) else { return Parsed::Wrong };
        lines.push(line.get(4..).unwrap_or_default().to_owned());
        match mark {
            None | Some(b' ') => return Parsed::Whole(Reply { code, lines }, start),
            Some(b'-') => {}
            Some(_) => return Parsed::Wrong,
        }
    }
    // No line of a server begins with anything but digits.
    match bytes.get(start) {
        Some(b) if !b.is_ascii_digit() => Parsed::Wrong,
        _ => Parsed::More,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(text: &str) -> Option<(Reply, usize)> {
        match parse(text.as_bytes()) {
            Parsed::Whole(reply, used) => Some((reply, used)),
            Parsed::More | Parsed::Wrong => None,
        }
    }

    #[test]
    fn answers_of_several_lines_are_read_whole() {
        let text = "250-mx.acme.example at your service\r\n250-SIZE 35882577\r\n250 starttls\r\n220 more";
        let Some((reply, used)) = whole(text) else { panic!("not whole") };
        assert_eq!((reply.code, used), (250, text.len() - 8));
        assert_eq!(reply.extensions(), ["SIZE", "STARTTLS"]);
        assert!(whole("250-mx\r\n250-SIZE\r\n").is_none());
        assert_eq!(whole("220\r\n").map(|(r, _)| r.code), Some(220));
    }

    #[test]
    fn what_is_no_smtp_is_known_at_once() {
        for text in ["HTTP/1.1 400 Bad Request\r\n", "SSH-2.0-x", "25\r\n", "250_x\r\n", "\u{fffd}x\r\n"] {
            assert!(matches!(parse(text.as_bytes()), Parsed::Wrong), "{text}");
        }
        assert!(matches!(parse(b""), Parsed::More));
        assert!(matches!(parse(b"220 mx"), Parsed::More));
    }
}
