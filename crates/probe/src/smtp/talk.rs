//! A talk in SMTP: commands out, answers in (RFC 5321 §4.2).

pub(super) use mail::smtp::Reply;
use mail::smtp::{Parsed, parse};
use std::net::IpAddr;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// The longest answer that is read, in bytes; that of a real server to EHLO has a few hundred.
const LONGEST: usize = 16 << 10;

/// Why there is no answer.
#[derive(Debug)]
pub(super) enum TalkError {
    TimedOut,
    Closed,
    /// What came instead, quoted.
    NotSmtp(String),
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
