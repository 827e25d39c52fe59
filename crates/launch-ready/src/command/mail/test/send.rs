//! Handing the message to the server that the user named.

use super::letter::Letter;
use super::place::{Place, SMTP};
use crate::cli::mail_commands::TestArgs;
use crate::error::Error;
use probe::session::Login;
use probe::submit::{Submission, submit};
use probe::{MailDns, Net};
use serde::Serialize;

/// What came of sending.
#[derive(Serialize)]
pub struct Outcome {
    /// Sender.
    pub from: String,
    /// Recipient.
    pub to: String,
    /// Message-ID.
    pub message_id: String,
    /// Whether the server took the message.
    pub accepted: bool,
    /// Whether the server itself said no.
    pub refused: bool,
    /// Version of TLS, where the message went through it.
    pub tls: Option<String>,
    /// In words.
    pub words: String,
}

/// The server that the user named, and the log-in for it: read before anything is printed or sent.
pub struct Way {
    place: Place,
    login: Option<Login>,
}

impl Way {
    /// From what was typed.
    pub fn new(args: &TestArgs) -> Result<Self, Error> {
        Ok(Self { place: SMTP.place(args.smtp.as_deref().unwrap_or_default())?, login: login(args)? })
    }

    /// The server in words.
    pub fn words(&self) -> String {
        self.place.words()
    }
}

/// Sends it.
pub async fn send(net: &Net, dns: &MailDns, args: &TestArgs, letter: &Letter, way: &Way) -> Outcome {
    let Way { place: place @ Place { implicit_tls, host, .. }, login } = way;
    let mut outcome = Outcome {
        from: letter.from.clone(),
        to: letter.to.clone(),
        message_id: letter.id.clone(),
        accepted: false,
        refused: false,
        tls: None,
        words: String::new(),
    };
    let found = match place.addresses(dns).await {
        Ok(found) => found,
        Err(why) => {
            outcome.words = format!("not sent: the address of {host} could not be looked up: {why}");
            return outcome;
        }
    };
    let what = Submission {
        host,
        addresses: &found,
        implicit_tls: *implicit_tls,
        allow_plain: args.allow_plain,
        login: login.as_ref(),
        from: &letter.from,
        to: &letter.to,
        message: letter.text.as_bytes(),
        limit: args.dns.limit(),
    };
    match submit(net, &what).await {
        Ok(accepted) => {
            outcome.accepted = true;
            let way = accepted.tls.as_deref().map_or("without encryption".to_owned(), |tls| format!("over {tls}"));
            outcome.words = format!("{host} took the message {way}: {}", accepted.reply);
            outcome.tls = accepted.tls;
        }
        Err(error) => {
            outcome.refused = error.is_refusal();
            outcome.words = format!("not sent: {error}");
        }
    }
    outcome
}

/// User and password from the environment; neither is printed anywhere.
fn login(args: &TestArgs) -> Result<Option<Login>, Error> {
    match (&args.user_env, &args.password_env) {
        (Some(user), Some(password)) => Ok(Some(Login { user: variable(user)?, password: variable(password)? })),
        _ => Ok(None),
    }
}

/// The value of an environment variable that the user named.
pub fn variable(name: &str) -> Result<String, Error> {
    std::env::var(name).ok().filter(|value| !value.is_empty()).ok_or_else(|| {
        Error::Usage(format!("the environment variable {name} is not set; set it, or drop the flag that names it"))
    })
}
