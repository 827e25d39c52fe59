//! Reading the message back over IMAP.

use super::place::{IMAP, Place};
use super::send::variable;
use crate::cli::mail_commands::TestArgs;
use crate::error::Error;
use mail::dkim::Message;
use probe::imap::{Account, Mailboxes};
use probe::session::Login;
use probe::{MailDns, Net};
use std::io::Read;
use std::path::Path;
use std::time::{Duration, Instant};

/// How often the mailboxes are looked into.
const PAUSE: Duration = Duration::from_secs(1);
/// The longest file that counts as one with a password, in bytes.
const LONGEST_PASSWORD: u64 = 4096;

/// The recipient's mailboxes at a server, and the log-in: read before anything is printed or sent.
pub struct Inbox {
    place: Place,
    login: Login,
    /// Looked into in this order.
    names: Vec<String>,
}

impl Inbox {
    /// From what was typed; `None` without --imap.
    pub fn new(args: &TestArgs) -> Result<Option<Self>, Error> {
        let Some(url) = &args.imap else { return Ok(None) };
        let place = IMAP.place(url)?;
        if let Some(name) = args.imap_mailbox.iter().find(|name| mail::imap::quote(name).is_none()) {
            let how = "give it as the server spells it, in modified UTF-7 if it is not ASCII (RFC 3501, 5.1.3)";
            return Err(Error::flag("--imap-mailbox", &model::text::quote(name, 60), how));
        }
        let user = args.imap_user.clone().or_else(|| args.to.clone()).unwrap_or_default();
        let password = match (&args.imap_password_env, &args.imap_password_file) {
            (Some(name), _) => variable(name)?,
            (None, Some(file)) => password(file)?,
            (None, None) => {
                return Err(Error::Usage(
                    "a password is missing: give --imap-password-env or --imap-password-file".into(),
                ));
            }
        };
        Ok(Some(Self { place, login: Login { user, password }, names: args.imap_mailbox.clone() }))
    }

    /// Server and mailboxes in words.
    pub fn words(&self) -> String {
        format!("{}, in {}", self.place.words(), self.names.join(", "))
    }

    /// Logs in; otherwise why not, in words.
    pub async fn open(&self, net: &Net, dns: &MailDns, limit: Duration) -> Result<Mailboxes, String> {
        let Place { host, implicit_tls, .. } = &self.place;
        let found = self.place.addresses(dns).await;
        let addresses = found.map_err(|why| format!("the address of {host} could not be looked up: {why}"))?;
        let account = Account { host, addresses: &addresses, implicit_tls: *implicit_tls, login: &self.login, limit };
        Mailboxes::open(net, &account).await.map_err(|error| error.to_string())
    }

    /// The message with this Message-ID once it is there, and the mailbox that holds it.
    pub async fn wait(
        &self,
        mailboxes: &mut Mailboxes,
        id: &str,
        limit: Duration,
    ) -> Result<Option<(String, Message)>, String> {
        let until = Instant::now() + limit;
        loop {
            for name in &self.names {
                let found = mailboxes.find(name, id).await.map_err(|error| format!("{name}: {error}"))?;
                // Servers may search for parts of a Message-ID; this one only is ours.
                if let Some(message) = found.and_then(|bytes| super::sink::with_id(&bytes, id)) {
                    mailboxes.close().await;
                    return Ok(Some((name.clone(), message)));
                }
            }
            if Instant::now() >= until {
                mailboxes.close().await;
                return Ok(None);
            }
            tokio::time::sleep(PAUSE).await;
        }
    }
}

/// The first line of a file.
fn password(file: &Path) -> Result<String, Error> {
    let mut text = String::new();
    let opened = std::fs::File::open(file).map_err(Error::file(file))?;
    opened.take(LONGEST_PASSWORD).read_to_string(&mut text).map_err(Error::file(file))?;
    match text.lines().next() {
        Some(line) if !line.is_empty() => Ok(line.to_owned()),
        _ => Err(Error::Usage(format!("{} is empty; put the password into its first line", file.display()))),
    }
}
