//! Would a mail server pass on the mail of a stranger to a stranger? It is asked up to RCPT; DATA is never said.

use super::talk::{Reply, Talk, TalkError};
use super::{PATIENCE, PORT};
use crate::look::Look;
use model::facts::RelaySaid;
use model::{Seen, Unknown, Why};
use std::net::{IpAddr, SocketAddr};

/// A mailbox at a domain that is nobody's (RFC 2606 §3), so that no server has it for its own.
const STRANGER: &str = "relay-test@example.com";

/// Asks one address.
pub(crate) async fn relay(look: &Look, host: &str, address: IpAddr) -> Seen<RelaySaid> {
    look.pay()?;
    let _seat = look.hosts.connection(host).await?;
    let (to_host, to_port) = look.net.overrides.route(host, PORT);
    let socket = SocketAddr::new(to_host.parse().unwrap_or(address), to_port);
    let limit = look.plan.limits.timeout;
    let silent = |_| Unknown::new(Why::NoAnswer, format!("{address} did not talk a second time"));
    let stream = look.net.tcp(socket, limit).await.map_err(|_| silent(()))?;
    let mut talk = Talk::new(stream, limit);
    // Its own programs may send to everybody: what a server says to itself proves nothing.
    let inside = !look.net.is_public(address) || talk.own_address() == Some(address);
    let said = match ask(&mut talk, limit * PATIENCE).await {
        Ok(RelaySaid::Taken(code)) if inside => {
            RelaySaid::Untold(format!("it said {code} to a program on its own machine or network; ask it from outside"))
        }
        Ok(said) => said,
        Err(_) => return Err(silent(())),
    };
    // Nothing is left behind; whether it hears is no matter.
    talk.ask("RSET").await.ok();
    talk.say("QUIT").await.ok();
    Ok(said)
}

async fn ask(talk: &mut Talk, patience: std::time::Duration) -> Result<RelaySaid, TalkError> {
    let untold = |step: &str, reply: &Reply| Ok(RelaySaid::Untold(format!("it answers {} to {step}", reply.code)));
    let greeting = talk.reply(patience).await?;
    if greeting.code != 220 {
        return untold("a connection", &greeting);
    }
    let hello = talk.ask(&format!("EHLO {}", talk.own_name())).await?;
    if hello.code != 250 {
        return untold("EHLO", &hello);
    }
    // A bounce has no sender, so no rule about senders stands in the way.
    let sender = talk.ask("MAIL FROM:<>").await?;
    if sender.code != 250 {
        return untold("MAIL", &sender);
    }
    let recipient = talk.ask(&format!("RCPT TO:<{STRANGER}>")).await?;
    Ok(match recipient.code {
        250 | 251 => RelaySaid::Taken(recipient.code),
        code => RelaySaid::Refused(code),
    })
}
