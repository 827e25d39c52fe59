//! Lines of SMTP: commands out, answers in (RFC 5321 §4.2).

use std::net::IpAddr;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// Longest answer that is read, in bytes; that of a real server to EHLO has a few hundred.
const LONGEST: usize = 16 << 10;

/// Why there is no answer.
#[derive(Debug)]
pub(super) enum TalkError {
    TimedOut,
    Closed,
    /// What came instead, quoted.
    NotSmtp(String),
}

/// An answer: a code and the texts of its lines.
#[derive(Debug, PartialEq)]
pub(super) struct Reply {
    pub(super) code: u16,
    pub(super) lines: Vec<String>,
}

impl Reply {
    /// Keywords of an answer to EHLO: the first word of each line but the first, which greets.
    pub(super) fn extensions(&self) -> Vec<String> {
        let words = self.lines.iter().skip(1).filter_map(|l| l.split_whitespace().next());
        words.take(40).map(|w| model::text::quote(&w.to_ascii_uppercase(), 40)).collect()
    }
}

/// A connection in the clear.
pub(super) struct Talk {
    stream: TcpStream,
    buffer: Vec<u8>,
    limit: Duration,
}

impl Talk {
    pub(super) fn new(stream: TcpStream, limit: Duration) -> Self {
        Self { stream, buffer: Vec::new(), limit }
    }

    /// What to call oneself without a name of one's own: the address (RFC 5321 §4.1.3).
    pub(super) fn own_name(&self) -> String {
        match self.stream.local_addr().map(|a| a.ip().to_canonical()) {
            Ok(IpAddr::V4(ip)) => format!("[{ip}]"),
            Ok(IpAddr::V6(ip)) => format!("[IPv6:{ip}]"),
            Err(_) => "[127.0.0.1]".to_owned(),
        }
    }

    /// The address that the server sees.
    pub(super) fn own_address(&self) -> Option<IpAddr> {
        self.stream.local_addr().ok().map(|a| a.ip().to_canonical())
    }

    pub(super) async fn say(&mut self, line: &str) -> Result<(), TalkError> {
        let text = format!("{line}\r\n");
        match tokio::time::timeout(self.limit, self.stream.write_all(text.as_bytes())).await {
            Err(_) => Err(TalkError::TimedOut),
            Ok(Err(_)) => Err(TalkError::Closed),
            Ok(Ok(())) => Ok(()),
        }
    }

    pub(super) async fn ask(&mut self, line: &str) -> Result<Reply, TalkError> {
        self.say(line).await?;
        self.reply(self.limit).await
    }

    /// The next whole answer, within `limit`.
    pub(super) async fn reply(&mut self, limit: Duration) -> Result<Reply, TalkError> {
        let read = async {
            loop {
                match parse(&self.buffer) {
                    Parsed::Whole(reply, used) => {
                        self.buffer.drain(..used);
                        return Ok(reply);
                    }
                    Parsed::Wrong => return Err(TalkError::NotSmtp(begin(&self.buffer))),
                    Parsed::More if self.buffer.len() > LONGEST => {
                        return Err(TalkError::NotSmtp("an answer without end".into()));
                    }
                    Parsed::More => {}
                }
                match self.stream.read_buf(&mut self.buffer).await {
                    Ok(0) | Err(_) => return Err(TalkError::Closed),
                    Ok(_) => {}
                }
            }
        };
        tokio::time::timeout(limit, read).await.unwrap_or(Err(TalkError::TimedOut))
    }

    /// The bare connection; `None` if something was said that nobody asked for. It must not get into the TLS session
    /// (RFC 3207 §6).
    pub(super) fn into_stream(self) -> Option<TcpStream> {
        self.buffer.is_empty().then_some(self.stream)
    }
}

fn begin(bytes: &[u8]) -> String {
    model::text::quote(&String::from_utf8_lossy(&bytes[..bytes.len().min(60)]), 60)
}

enum Parsed {
    Whole(Reply, usize),
    More,
    Wrong,
}

/// Reads `250-text` lines up to `250 text` (RFC 5321 §4.2).
fn parse(bytes: &[u8]) -> Parsed {
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
