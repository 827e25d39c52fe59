//! Talking to mail servers as a sender does, up to STARTTLS; servers of one's own are asked whether they would relay.
//! No message is ever sent.

mod relay;
mod talk;

use crate::gather::tls::session;
use crate::look::Look;
use crate::net::ConnectError;
use crate::tls::connect::handshake_for_mail;
use model::Seen;
use model::facts::{SmtpOutcome, SmtpSession, StartTls, TlsFailure};
pub(crate) use relay::relay;
use std::net::{IpAddr, SocketAddr};
use talk::{Reply, Talk, TalkError};
use tokio::io::AsyncWriteExt;

/// Port on which mail servers take mail of others (RFC 5321 §2.3.1 leaves it to IANA).
pub(crate) const PORT: u16 = 25;
/// Servers let strangers wait for the greeting, to find out who can't: so many times the usual time-out.
const PATIENCE: u32 = 3;

/// Meets the server `host` at one address.
pub(crate) async fn meet(look: &Look, host: &str, address: IpAddr) -> Seen<SmtpOutcome> {
    look.pay()?;
    let _seat = look.hosts.connection(host).await?;
    let (to_host, to_port) = look.net.overrides.route(host, PORT);
    let socket = SocketAddr::new(to_host.parse().unwrap_or(address), to_port);
    let limit = look.plan.limits.timeout;
    let stream = match look.net.tcp(socket, limit).await {
        Ok(stream) => stream,
        Err(ConnectError::Refused) => return Ok(SmtpOutcome::Refused),
        Err(ConnectError::TimedOut) => return Ok(SmtpOutcome::TimedOut),
        Err(ConnectError::Ours(unknown)) => return Err(unknown),
    };
    let mut talk = Talk::new(stream, limit);
    let greeting = match talk.reply(limit * PATIENCE).await {
        Ok(greeting) if greeting.code == 220 => greeting,
        Ok(reply) => return Ok(turned_away(&reply)),
        Err(error) => return Ok(broken(error)),
    };
    // Not before: a network in between can accept connections in the server's place.
    look.reached(SocketAddr::new(address, PORT));
    let (extensions, starttls) = match converse(look, talk, host).await? {
        Ok(heard) => heard,
        Err(outcome) => return Ok(outcome),
    };
    let greeting = greeting.lines.first().and_then(|l| l.split_whitespace().next()).unwrap_or_default();
    let greeting = model::text::quote(greeting, 80);
    Ok(SmtpOutcome::Session(Box::new(SmtpSession { greeting, extensions, starttls })))
}

/// From EHLO to TLS.
async fn converse(look: &Look, mut talk: Talk, host: &str) -> Seen<Result<(Vec<String>, StartTls), SmtpOutcome>> {
    let limit = look.plan.limits.timeout;
    let hello = match talk.ask(&format!("EHLO {}", talk.own_name())).await {
        Ok(reply) => reply,
        Err(error) => return Ok(Err(broken(error))),
    };
    let extensions = match hello.code {
        250 => hello.extensions(),
        // A server from before extensions (RFC 5321 §3.2).
        500 | 502 => Vec::new(),
        _ => return Ok(Err(turned_away(&hello))),
    };
    if !extensions.iter().any(|e| e == "STARTTLS") {
        talk.say("QUIT").await.ok();
        return Ok(Ok((extensions, StartTls::NotOffered)));
    }
    match talk.ask("STARTTLS").await {
        Ok(reply) if reply.code == 220 => {}
        Ok(reply) => {
            talk.say("QUIT").await.ok();
            return Ok(Ok((extensions, StartTls::Refused(reply.code))));
        }
        Err(error) => {
            let failure = match error {
                TalkError::TimedOut => TlsFailure::TimedOut,
                TalkError::Closed => TlsFailure::Closed,
                TalkError::NotSmtp(text) => TlsFailure::NotTls(text),
            };
            return Ok(Ok((extensions, StartTls::Failed(failure))));
        }
    }
    let Some(stream) = talk.into_stream() else {
        let failure = TlsFailure::NotTls("text in the clear after STARTTLS was accepted".into());
        return Ok(Ok((extensions, StartTls::Failed(failure))));
    };
    let mut stream = match handshake_for_mail(stream, host, limit).await {
        Ok(stream) => stream,
        Err(failure) => return Ok(Ok((extensions, StartTls::Failed(failure)))),
    };
    let outcome = match session(look, host, &stream, &[]).await? {
        Ok(session) => StartTls::Tls(Box::new(session)),
        Err(failure) => StartTls::Failed(failure),
    };
    // Leaving without a word counts as an attack at some servers.
    let farewell = async { stream.write_all(b"QUIT\r\n").await };
    tokio::time::timeout(limit, farewell).await.ok();
    Ok(Ok((extensions, outcome)))
}

fn turned_away(reply: &Reply) -> SmtpOutcome {
    match reply.code {
        400..600 => SmtpOutcome::TurnedAway { code: reply.code },
        code => SmtpOutcome::NotSmtp(format!("answer {code}")),
    }
}

fn broken(error: TalkError) -> SmtpOutcome {
    match error {
        TalkError::TimedOut => SmtpOutcome::TimedOut,
        TalkError::Closed => SmtpOutcome::Closed,
        TalkError::NotSmtp(text) => SmtpOutcome::NotSmtp(text),
    }
}
