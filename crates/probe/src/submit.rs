//! Hands one message to a mail server that the user named (RFC 5321, STARTTLS of RFC 3207, AUTH of RFC 4954).

use crate::net::Net;
use crate::session::{Login, base64, connect, secured};
use std::net::SocketAddr;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};

/// The longest reply that is read, in bytes: a hundred lines of the 512 that RFC 5321 §4.5.3.1.5 allows.
const LONGEST_REPLY: usize = 51_200;
/// What every connection begins with.
const READY: u16 = 220;

/// A mail server and what goes through it.
#[derive(Debug)]
pub struct Submission<'a> {
    /// The server's name, which its certificate must hold.
    pub host: &'a str,
    /// Its addresses, tried in order.
    pub addresses: &'a [SocketAddr],
    /// TLS from the first byte (`smtps:`); otherwise STARTTLS.
    pub implicit_tls: bool,
    /// Go on without TLS when the server has none. Never with a log-in.
    pub allow_plain: bool,
    /// Log-in, if the server asks for one.
    pub login: Option<&'a Login>,
    /// Envelope sender.
    pub from: &'a str,
    /// Envelope recipient: the only one.
    pub to: &'a str,
    /// The message with CRLF line ends.
    pub message: &'a [u8],
    /// The limit of each step.
    pub limit: Duration,
}

/// What the server said in the end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    /// Version of TLS; absent if the connection was plain.
    pub tls: Option<String>,
    /// The reply to the message.
    pub reply: String,
}

/// Why the message was not handed over; lower case, no full stop.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SubmitError {
    /// Refused or silent, or no way from here.
    #[error("no connection: {0}")]
    NoConnection(String),
    /// The certificate or the handshake failed.
    #[error("TLS failed: {0}")]
    Tls(String),
    /// The server has no STARTTLS.
    #[error("the server offers no STARTTLS, use smtps:// or another port, or allow it with --allow-plain")]
    NoStartTls,
    /// The server takes no log-in of a kind spoken here.
    #[error("the server offers neither AUTH PLAIN nor AUTH LOGIN on this connection")]
    NoLogin,
    /// The server said no.
    #[error("refused at {step}: {reply}")]
    Refused {
        /// What was asked.
        step: &'static str,
        /// The server's words.
        reply: String,
    },
    /// The connection ended or made no sense.
    #[error("the conversation broke at {0}")]
    Broken(&'static str),
}

impl SubmitError {
    /// Whether the server itself said no, which proves something about it.
    #[must_use]
    pub fn is_refusal(&self) -> bool {
        matches!(self, Self::Refused { .. } | Self::Tls(_) | Self::NoStartTls | Self::NoLogin)
    }
}

/// Sends the message.
///
/// # Errors
/// [`SubmitError`] tells where it ended.
pub async fn submit(net: &Net, what: &Submission<'_>) -> Result<Accepted, SubmitError> {
    let stream = connect(net, what.addresses, what.limit).await.map_err(SubmitError::NoConnection)?;
    let own = match stream.local_addr().map(|local| local.ip().to_canonical()) {
        Ok(std::net::IpAddr::V4(ip)) => format!("[{ip}]"),
        Ok(std::net::IpAddr::V6(ip)) => format!("[IPv6:{ip}]"),
        Err(_) => "[127.0.0.1]".to_owned(),
    };
    if what.implicit_tls {
        let (stream, version) = secured(net, what.host, stream, what.limit).await.map_err(SubmitError::Tls)?;
        return Talk::new(stream, what.limit).greeted(what, &own, Some(version)).await;
    }
    let mut talk = Talk::new(stream, what.limit);
    talk.expect("the greeting", READY).await?;
    let offers = talk.ehlo(&own).await?;
    if !offers.iter().any(|offer| offer.eq_ignore_ascii_case("STARTTLS")) {
        if what.allow_plain && what.login.is_none() {
            return talk.deliver(what, &offers, None).await;
        }
        return Err(SubmitError::NoStartTls);
    }
    talk.ask("STARTTLS", "STARTTLS", READY).await?;
    // Whatever came before the handshake was not protected and may be forged.
    if !talk.unread.is_empty() {
        return Err(SubmitError::Broken("STARTTLS"));
    }
    let (stream, version) = secured(net, what.host, talk.stream, what.limit).await.map_err(SubmitError::Tls)?;
    let mut talk = Talk::new(stream, what.limit);
    let offers = talk.ehlo(&own).await?;
    talk.deliver(what, &offers, Some(version)).await
}

/// A conversation.
struct Talk<S> {
    stream: S,
    unread: Vec<u8>,
    limit: Duration,
}

impl<S> Talk<S> {
    fn new(stream: S, limit: Duration) -> Self {
        Self { stream, unread: Vec::new(), limit }
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> Talk<S> {
    /// From the greeting on, over TLS.
    async fn greeted(mut self, what: &Submission<'_>, own: &str, tls: Option<String>) -> Result<Accepted, SubmitError> {
        self.expect("the greeting", READY).await?;
        let offers = self.ehlo(own).await?;
        self.deliver(what, &offers, tls).await
    }

    async fn ehlo(&mut self, own: &str) -> Result<Vec<String>, SubmitError> {
        let lines = self.ask("EHLO", &format!("EHLO {own}"), 250).await?;
        Ok(lines.into_iter().skip(1).collect())
    }

    async fn deliver(
        mut self,
        what: &Submission<'_>,
        offers: &[String],
        tls: Option<String>,
    ) -> Result<Accepted, SubmitError> {
        if let Some(login) = what.login {
            self.login(login, offers).await?;
        }
        self.ask("MAIL FROM", &format!("MAIL FROM:<{}>", what.from), 250).await?;
        self.ask("RCPT TO", &format!("RCPT TO:<{}>", what.to), 250).await?;
        self.ask("DATA", "DATA", 354).await?;
        self.write("DATA", &stuffed(what.message)).await?;
        let reply = self.expect("the end of DATA", 250).await?.join(" ");
        // The message is the server's now, whatever becomes of the goodbye.
        self.ask("QUIT", "QUIT", 221).await.ok();
        Ok(Accepted { tls, reply })
    }

    async fn login(&mut self, login: &Login, offers: &[String]) -> Result<(), SubmitError> {
        let auth = offers.iter().map(|offer| offer.to_ascii_uppercase()).find(|offer| offer.starts_with("AUTH "));
        let ways: Vec<&str> = auth.as_deref().unwrap_or_default().split_whitespace().skip(1).collect();
        if ways.contains(&"PLAIN") {
            self.ask("AUTH", &format!("AUTH PLAIN {}", login.plain()), 235).await?;
        } else if ways.contains(&"LOGIN") {
            self.ask("AUTH", "AUTH LOGIN", 334).await?;
            self.ask("AUTH", &base64(login.user.as_bytes()), 334).await?;
            self.ask("AUTH", &base64(login.password.as_bytes()), 235).await?;
        } else {
            return Err(SubmitError::NoLogin);
        }
        Ok(())
    }

    async fn ask(&mut self, step: &'static str, line: &str, wanted: u16) -> Result<Vec<String>, SubmitError> {
        self.write(step, format!("{line}\r\n").as_bytes()).await?;
        self.expect(step, wanted).await
    }

    async fn write(&mut self, step: &'static str, bytes: &[u8]) -> Result<(), SubmitError> {
        let writing = async {
            self.stream.write_all(bytes).await?;
            self.stream.flush().await
        };
        match tokio::time::timeout(self.limit, writing).await {
            Ok(Ok(())) => Ok(()),
            _ => Err(SubmitError::Broken(step)),
        }
    }

    /// The texts of a reply with the wanted code.
    async fn expect(&mut self, step: &'static str, wanted: u16) -> Result<Vec<String>, SubmitError> {
        let mut texts = Vec::new();
        let mut total = 0;
        loop {
            let reading = tokio::time::timeout(self.limit, self.line()).await;
            let line = reading.ok().flatten().ok_or(SubmitError::Broken(step))?;
            total += line.len();
            let code = line.get(..3).and_then(|code| code.parse::<u16>().ok()).ok_or(SubmitError::Broken(step))?;
            texts.push(line.get(4..).unwrap_or_default().to_owned());
            match (line.as_bytes().get(3), code == wanted) {
                (Some(b'-'), _) if total < LONGEST_REPLY => {}
                (Some(b'-'), _) => return Err(SubmitError::Broken(step)),
                (_, true) => return Ok(texts),
                (_, false) => return Err(SubmitError::Refused { step, reply: format!("{code} {}", texts.join(" ")) }),
            }
        }
    }

    /// One line without its end; `None` at the end of the connection.
    async fn line(&mut self) -> Option<String> {
        loop {
            if let Some(end) = self.unread.iter().position(|byte| *byte == b'\n') {
                let line: Vec<u8> = self.unread.drain(..=end).collect();
                return Some(String::from_utf8_lossy(&line).trim_end().to_owned());
            }
            if self.unread.len() > LONGEST_REPLY {
                return None;
            }
            let mut more = [0_u8; 2048];
            let read = self.stream.read(&mut more).await.ok().filter(|read| *read > 0)?;
            self.unread.extend_from_slice(&more[..read]);
        }
    }
}

/// The message as it travels: dots at the start of lines doubled, and the dot that ends it (RFC 5321 §4.5.2).
fn stuffed(message: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(message.len() + 16);
    for line in message.split_inclusive(|byte| *byte == b'\n') {
        if line.starts_with(b".") {
            out.push(b'.');
        }
        out.extend_from_slice(line);
    }
    if !out.ends_with(b"\r\n") {
        out.extend_from_slice(b"\r\n");
    }
    out.extend_from_slice(b".\r\n");
    out
}

#[cfg(test)]
mod tests {
    use super::stuffed;

    #[test]
    fn no_line_of_a_message_ends_it() {
        assert_eq!(stuffed(b"Hi\r\n.\r\n..x"), b"Hi\r\n..\r\n...x\r\n.\r\n");
    }
}
