//! Handing the message to the server that the user named.

use super::addresses;
use super::letter::Letter;
use crate::cli::mail_commands::TestArgs;
use crate::error::Error;
use probe::submit::{Login, Submission, submit};
use probe::{MailDns, Net};
use serde::Serialize;
use std::net::SocketAddr;

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
    implicit_tls: bool,
    host: String,
    port: u16,
    login: Option<Login>,
}

impl Way {
    /// From what was typed.
    pub fn new(args: &TestArgs) -> Result<Self, Error> {
        let (implicit_tls, host, port) = server(args.smtp.as_deref().unwrap_or_default())?;
        Ok(Self { implicit_tls, host, port, login: login(args)? })
    }

    /// The server in words; a URL as typed could hold a password.
    pub fn words(&self) -> String {
        let how = if self.implicit_tls { "TLS from the first byte" } else { "STARTTLS" };
        format!("{} port {}, {how}", self.host, self.port)
    }
}

/// Sends it.
pub async fn send(net: &Net, dns: &MailDns, args: &TestArgs, letter: &Letter, way: &Way) -> Outcome {
    let Way { implicit_tls, host, port, login } = way;
    let mut outcome = Outcome {
        from: letter.from.clone(),
        to: letter.to.clone(),
        message_id: letter.id.clone(),
        accepted: false,
        refused: false,
        tls: None,
        words: String::new(),
    };
    let found = match addresses(dns, host).await {
        Ok(found) => found.into_iter().map(|ip| SocketAddr::new(ip, *port)).collect::<Vec<_>>(),
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

/// `smtp://HOST[:PORT]` or `smtps://HOST[:PORT]`; whether TLS comes first, the host and the port.
fn server(url: &str) -> Result<(bool, String, u16), Error> {
    let shown = url.rsplit_once('@').map_or(url, |(_, host)| host);
    let wrong = |how: &str| Error::flag("--smtp", &model::text::quote(shown, 60), how);
    let usual = "give smtp://HOST[:PORT] or smtps://HOST[:PORT]";
    let (implicit, rest) = match url.split_once("://") {
        Some((scheme, rest)) if scheme.eq_ignore_ascii_case("smtp") => (false, rest),
        Some((scheme, rest)) if scheme.eq_ignore_ascii_case("smtps") => (true, rest),
        _ => return Err(wrong(usual)),
    };
    if rest.contains('@') {
        return Err(wrong(
            "leave user and password out of it; put them into environment variables and give --user-env and --password-env",
        ));
    }
    let rest = rest.trim_end_matches('/');
    let (host, port) = match rest.strip_prefix('[').and_then(|inner| inner.split_once(']')) {
        Some((host, port)) => (host.to_owned(), port.strip_prefix(':')),
        None => match rest.split_once(':') {
            Some((host, port)) => (host.to_owned(), Some(port)),
            None => (rest.to_owned(), None),
        },
    };
    let usual_port = if implicit { 465 } else { 587 };
    let port = port.map_or(Ok(usual_port), |port| port.parse().map_err(|_| wrong(usual)))?;
    let host = match host.parse::<std::net::IpAddr>() {
        Ok(ip) => ip.to_string(),
        Err(_) => super::super::domain(&host)?,
    };
    Ok((implicit, host, port))
}

/// User and password from the environment; neither is printed anywhere.
fn login(args: &TestArgs) -> Result<Option<Login>, Error> {
    let value = |name: &str| {
        std::env::var(name).ok().filter(|value| !value.is_empty()).ok_or_else(|| {
            Error::Usage(format!("the environment variable {name} is not set; set it, or drop the flag that names it"))
        })
    };
    match (&args.user_env, &args.password_env) {
        (Some(user), Some(password)) => Ok(Some(Login { user: value(user)?, password: value(password)? })),
        _ => Ok(None),
    }
}

#[cfg(test)]
mod tests {
    use super::server;

    #[test]
    fn servers_have_the_port_that_is_usual_or_written() {
        for (url, wanted) in [
            ("smtp://mail.acme.example", (false, "mail.acme.example", 587)),
            ("smtps://mail.acme.example/", (true, "mail.acme.example", 465)),
            ("SMTP://127.0.0.1:2525", (false, "127.0.0.1", 2525)),
            ("smtp://[::1]:25", (false, "::1", 25)),
        ] {
            let (tls, host, port) = server(url).unwrap_or_else(|e| panic!("{url}: {e}"));
            assert_eq!((tls, host.as_str(), port), wanted);
        }
    }

    #[test]
    fn a_password_in_the_url_is_refused_and_not_repeated() {
        let error = server("smtp://ann:hunter2@mail.acme.example").map(|_| ()).map_err(|e| e.to_string());
        assert!(error.is_err_and(|text| text.contains("--password-env") && !text.contains("hunter2")));
    }
}
