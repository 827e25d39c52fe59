//! Looks for one message in a mailbox that the user named and reads it (IMAP4rev1, RFC 3501), without changing anything.

use crate::net::Net;
use crate::session::{Login, connect, secured};
use mail::imap::{Data, Parsed, Response, Status, parse, quote};
use std::net::SocketAddr;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::client::TlsStream;

/// The longest message that is read, in bytes. The one that was sent has a kilobyte; servers on the way add a few.
const LONGEST_MESSAGE: usize = 262_144;
/// All that is read of one answer to a command, in bytes; `mail::imap` has limits of its own on each part.
const LONGEST_ANSWER: usize = 2 << 20;

/// A mail server and who reads there.
#[derive(Debug)]
pub struct Account<'a> {
    /// The server's name, which its certificate must hold.
    pub host: &'a str,
    /// Its addresses, tried in order.
    pub addresses: &'a [SocketAddr],
    /// TLS from the first byte (`imaps:`); otherwise STARTTLS. There is no third way.
    pub implicit_tls: bool,
    /// Who reads.
    pub login: &'a Login,
    /// The limit of each step.
    pub limit: Duration,
}

/// Why a mailbox could not be read; lower case, no full stop.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ImapError {
    /// Refused or silent, or no way from here.
    #[error("no connection: {0}")]
    NoConnection(String),
    /// The certificate or the handshake failed.
    #[error("TLS failed: {0}")]
    Tls(String),
    /// The server has no STARTTLS.
    #[error("the server does not start TLS ({0}), use imaps:// or another port; the password was not sent")]
    NoStartTls(String),
    /// The server takes no log-in of a kind spoken here.
    #[error("the server offers neither AUTHENTICATE PLAIN nor a LOGIN that can carry this name and password")]
    NoLogin,
    /// The server said no.
    #[error("refused at {step}: {reply}")]
    Refused {
        /// What was asked.
        step: &'static str,
        /// The server's words.
        reply: String,
    },
    /// The connection ended, was silent or made no sense.
    #[error("the conversation broke at {0}")]
    Broken(&'static str),
}

/// A mailbox server that took the log-in.
pub struct Mailboxes {
    talk: Talk<TlsStream<TcpStream>>,
}

impl Mailboxes {
    /// Connects and logs in, under TLS alone.
    ///
    /// # Errors
    /// [`ImapError`] tells where it ended.
    pub async fn open(net: &Net, account: &Account<'_>) -> Result<Self, ImapError> {
        let limit = account.limit;
        let mut stream = connect(net, account.addresses, limit).await.map_err(ImapError::NoConnection)?;
        if !account.implicit_tls {
            let mut talk = Talk::new(stream, limit);
            talk.greeted().await?;
            talk.ask("STARTTLS", "STARTTLS").await.map_err(|error| match error {
                ImapError::Refused { reply, .. } => ImapError::NoStartTls(reply),
                other => other,
            })?;
            // Whatever came before the handshake was not protected and may be forged.
            if !talk.unread.is_empty() {
                return Err(ImapError::Broken("STARTTLS"));
            }
            stream = talk.stream;
        }
        let (stream, _) = secured(net, account.host, stream, limit).await.map_err(ImapError::Tls)?;
        let mut talk = Talk::new(stream, limit);
        if account.implicit_tls {
            talk.greeted().await?;
        }
        talk.log_in(account.login).await?;
        Ok(Self { talk })
    }

    /// The newest message of `mailbox` with that Message-ID (without its brackets); nothing is marked as read. `None` if
    /// it is not there.
    ///
    /// # Errors
    /// [`ImapError`], also for a mailbox that does not exist or that the user may not read.
    pub async fn find(&mut self, mailbox: &str, message_id: &str) -> Result<Option<Vec<u8>>, ImapError> {
        self.talk.find(mailbox, message_id).await
    }

    /// Says goodbye.
    pub async fn close(&mut self) {
        self.talk.ask("LOGOUT", "LOGOUT").await.ok();
    }
}

/// A conversation.
struct Talk<S> {
    stream: S,
    unread: Vec<u8>,
    limit: Duration,
    /// Number of the last command.
    tag: u32,
}

impl<S: AsyncRead + AsyncWrite + Unpin> Talk<S> {
    fn new(stream: S, limit: Duration) -> Self {
        Self { stream, unread: Vec::new(), limit, tag: 0 }
    }

    /// The greeting. Who is logged in before a password was given is not the user.
    async fn greeted(&mut self) -> Result<(), ImapError> {
        match self.response("the greeting").await? {
            Response::Status { status: Status::Ok, .. } => Ok(()),
            Response::Status { text, .. } => Err(ImapError::Refused { step: "the greeting", reply: text }),
            _ => Err(ImapError::Broken("the greeting")),
        }
    }

    /// AUTHENTICATE PLAIN where it is offered, else LOGIN where that is not forbidden.
    async fn log_in(&mut self, login: &Login) -> Result<(), ImapError> {
        let answers = self.ask("CAPABILITY", "CAPABILITY").await?;
        let offers: Vec<String> = answers.iter().filter_map(Data::capabilities).flatten().collect();
        let offered = |name: &str| offers.iter().any(|offer| offer == name);
        let sent = if offered("AUTH=PLAIN") && offered("SASL-IR") {
            self.ask("AUTHENTICATE", &format!("AUTHENTICATE PLAIN {}", login.plain())).await
        } else if offered("AUTH=PLAIN") {
            let tag = self.send("AUTHENTICATE", "AUTHENTICATE PLAIN").await?;
            match self.response("AUTHENTICATE").await? {
                Response::Continue { .. } => {}
                Response::Tagged { text, .. } => {
                    return Err(ImapError::Refused { step: "AUTHENTICATE", reply: text });
                }
                _ => return Err(ImapError::Broken("AUTHENTICATE")),
            }
            self.write("AUTHENTICATE", format!("{}\r\n", login.plain()).as_bytes()).await?;
            self.answer("AUTHENTICATE", &tag).await
        } else {
            let words = quote(&login.user).zip(quote(&login.password)).filter(|_| !offered("LOGINDISABLED"));
            let (user, password) = words.ok_or(ImapError::NoLogin)?;
            self.ask("LOGIN", &format!("LOGIN {user} {password}")).await
        };
        match sent {
            Ok(_) => Ok(()),
            // What a server repeats of the command would be the password.
            Err(ImapError::Refused { step, reply }) if login.is_in(&reply) => {
                Err(ImapError::Refused { step, reply: "its words hold the password".to_owned() })
            }
            Err(error) => Err(error),
        }
    }

    async fn find(&mut self, mailbox: &str, message_id: &str) -> Result<Option<Vec<u8>>, ImapError> {
        let unfit = |step, what: &str| ImapError::Refused { step, reply: format!("{what} is not ASCII") };
        let name = quote(mailbox).ok_or_else(|| unfit("EXAMINE", "the mailbox name"))?;
        let id = quote(message_id).ok_or_else(|| unfit("SEARCH", "the Message-ID"))?;
        // Anew each time: the server then surely tells of what has arrived since.
        self.ask("EXAMINE", &format!("EXAMINE {name}")).await?;
        let found = self.ask("SEARCH", &format!("UID SEARCH HEADER Message-ID {id}")).await?;
        let Some(newest) = found.iter().filter_map(Data::found).flatten().max() else { return Ok(None) };
        let fetched = self.ask("FETCH", &format!("UID FETCH {newest} BODY.PEEK[]<0.{LONGEST_MESSAGE}>")).await?;
        match fetched.iter().find_map(Data::body) {
            Some(body) if body.len() >= LONGEST_MESSAGE => Err(ImapError::Broken("FETCH")),
            body => Ok(body),
        }
    }

    /// The data that a command brings.
    async fn ask(&mut self, step: &'static str, command: &str) -> Result<Vec<Data>, ImapError> {
        let tag = self.send(step, command).await?;
        self.answer(step, &tag).await
    }

    async fn send(&mut self, step: &'static str, command: &str) -> Result<String, ImapError> {
        self.tag += 1;
        let tag = format!("A{}", self.tag);
        self.write(step, format!("{tag} {command}\r\n").as_bytes()).await?;
        Ok(tag)
    }

    async fn write(&mut self, step: &'static str, bytes: &[u8]) -> Result<(), ImapError> {
        let writing = async {
            self.stream.write_all(bytes).await?;
            self.stream.flush().await
        };
        match tokio::time::timeout(self.limit, writing).await {
            Ok(Ok(())) => Ok(()),
            _ => Err(ImapError::Broken(step)),
        }
    }

    /// Everything up to the end of the command with that tag, within the limit of one step.
    async fn answer(&mut self, step: &'static str, tag: &str) -> Result<Vec<Data>, ImapError> {
        let limit = self.limit;
        let collecting = async {
            let (mut data, mut total) = (Vec::new(), 0);
            loop {
                match self.response(step).await? {
                    Response::Data(one) => {
                        total +=
                            one.texts.iter().map(String::len).chain(one.literals.iter().map(Vec::len)).sum::<usize>();
                        data.push(one);
                    }
                    Response::Tagged { tag: of, status: Status::Ok, .. } if of == tag => return Ok(data),
                    Response::Tagged { tag: of, text, .. } if of == tag => {
                        return Err(ImapError::Refused { step, reply: text });
                    }
                    Response::Status { status: Status::Bye, text } if step != "LOGOUT" => {
                        return Err(ImapError::Refused { step, reply: text });
                    }
                    Response::Status { text, .. } => total += text.len() + 1,
                    Response::Tagged { .. } | Response::Continue { .. } => return Err(ImapError::Broken(step)),
                }
                if total > LONGEST_ANSWER {
                    return Err(ImapError::Broken(step));
                }
            }
        };
        tokio::time::timeout(limit, collecting).await.unwrap_or(Err(ImapError::Broken(step)))
    }

    async fn response(&mut self, step: &'static str) -> Result<Response, ImapError> {
        let limit = self.limit;
        let reading = async {
            loop {
                match parse(&self.unread) {
                    Parsed::Whole(response, used) => {
                        self.unread.drain(..used);
                        return Some(response);
                    }
                    Parsed::Wrong => return None,
                    Parsed::More => {}
                }
                let mut more = [0_u8; 16_384];
                let read = self.stream.read(&mut more).await.ok().filter(|read| *read > 0)?;
                self.unread.extend_from_slice(&more[..read]);
            }
        };
        tokio::time::timeout(limit, reading).await.ok().flatten().ok_or(ImapError::Broken(step))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use tokio::io::{AsyncBufReadExt, BufReader, DuplexStream, duplex};

    /// A client, and a server that says each line in turn: `> ` waits for a command that begins so.
    fn scripted(script: &'static str) -> (Talk<DuplexStream>, tokio::task::JoinHandle<()>) {
        let (ours, theirs) = duplex(4096);
        let server = tokio::spawn(async move {
            let mut stream = BufReader::new(theirs);
            for line in script.lines() {
                match line.strip_prefix("> ") {
                    Some(wanted) => {
                        let mut seen = String::new();
                        stream.read_line(&mut seen).await.unwrap();
                        assert!(seen.starts_with(wanted), "{seen:?} is not {wanted:?}");
                    }
                    None => stream.write_all(format!("{line}\r\n").as_bytes()).await.unwrap(),
                }
            }
        });
        (Talk::new(ours, Duration::from_secs(5)), server)
    }

    fn ann() -> Login {
        Login { user: "ann".into(), password: "hunt\"er2".into() }
    }

    #[tokio::test]
    async fn each_way_to_log_in_is_taken_where_it_is_offered() {
        for script in [
            "> A1 CAPABILITY\n* CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR\nA1 OK\n> A2 AUTHENTICATE PLAIN AGFubgBodW50ImVyMg==\nA2 OK",
            "> A1 CAPABILITY\n* CAPABILITY auth=plain\nA1 OK\n> A2 AUTHENTICATE PLAIN\n+ \n> AGFubgBodW50ImVyMg==\nA2 OK in",
            "> A1 CAPABILITY\n* CAPABILITY IMAP4rev1\nA1 OK\n> A2 LOGIN \"ann\" \"hunt\\\"er2\"\n* 3 EXISTS\nA2 OK in",
        ] {
            let (mut talk, server) = scripted(script);
            assert_eq!(talk.log_in(&ann()).await, Ok(()), "{script}");
            server.await.unwrap();
        }
        let (mut talk, server) = scripted("> A1 CAPABILITY\n* CAPABILITY IMAP4rev1 LOGINDISABLED\nA1 OK");
        assert_eq!(talk.log_in(&ann()).await, Err(ImapError::NoLogin));
        server.await.unwrap();
    }

    #[tokio::test]
    async fn a_server_that_repeats_the_password_is_not_quoted() {
        for echo in ["LOGIN ann hunt\"er2", "LOGIN \"ann\" \"hunt\\\"er2\"", "AGFubgBodW50ImVyMg=="] {
            let script = format!("> A1\n* CAPABILITY IMAP4rev1\nA1 OK\n> A2 LOGIN\nA2 BAD unknown {echo}");
            let (mut talk, _) = scripted(script.leak());
            let error = talk.log_in(&ann()).await.unwrap_err().to_string();
            assert_eq!(error, "refused at LOGIN: its words hold the password");
        }
    }

    #[tokio::test]
    async fn the_newest_message_is_read_and_hostile_answers_end_the_talk() {
        let before =
            "> A1 EXAMINE \"INBOX\"\n* 2 EXISTS\nA1 OK [READ-ONLY]\n> A2 UID SEARCH HEADER Message-ID \"x@y\"\n";
        for (rest, wanted) in [
            (
                "* SEARCH 4 9\nA2 OK\n> A3 UID FETCH 9 BODY.PEEK[]<0.262144>\n* 2 FETCH (UID 9 BODY[]<0> {6}\na: b\n)\nA3 OK",
                Ok(Some(b"a: b\r\n".to_vec())),
            ),
            ("* SEARCH\nA2 OK", Ok(None)),
            ("* SEARCH 9\nA2 OK\n> A3\nA3 OK gone", Ok(None)),
            ("* BYE overloaded", Err(ImapError::Refused { step: "SEARCH", reply: "overloaded".into() })),
            ("A7 OK another", Err(ImapError::Broken("SEARCH"))),
            ("+ more", Err(ImapError::Broken("SEARCH"))),
            ("* SEARCH 9\nA2 OK\n> A3\n* 2 FETCH (BODY[] {99999999}", Err(ImapError::Broken("FETCH"))),
            ("HTTP/1.1 400", Err(ImapError::Broken("SEARCH"))),
            ("", Err(ImapError::Broken("SEARCH"))),
        ] {
            let (mut talk, _) = scripted(format!("{before}{rest}").leak());
            assert_eq!(talk.find("INBOX", "x@y").await, wanted, "{rest}");
        }
        let (mut talk, _) = scripted("");
        assert!(talk.find("Entwürfe", "x@y").await.is_err());
    }

    #[tokio::test]
    async fn a_greeting_that_claims_a_log_in_is_not_believed() {
        for (script, fine) in
            [("* OK ready", true), ("* PREAUTH welcome", false), ("* BYE full", false), ("A1 OK", false)]
        {
            assert_eq!(scripted(script).0.greeted().await.is_ok(), fine, "{script}");
        }
    }
}
