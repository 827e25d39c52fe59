//! `mail test`: a real message through the user's own server, verified where it arrives.

mod hop;
mod inbox;
mod letter;
mod place;
mod send;
mod sink;

use super::{json, message, read, spf, visible};
use crate::cli::mail_commands::{MailFormat, TestArgs};
use crate::error::Error;
use crate::output;
use hop::Report;
use inbox::Inbox;
use letter::Letter;
use mail::dkim::Message;
use mail::spf::{Options, check_host};
use probe::{MailDns, Net};
use send::{Outcome, Way};
use serde::Serialize;
use sink::Sink;
use std::fmt::Write;
use std::time::Duration;

/// All that came of it.
#[derive(Default, Serialize)]
struct Answer {
    /// What was sent; absent with --received.
    sent: Option<Outcome>,
    /// The mailbox of --imap in which it arrived.
    mailbox: Option<String>,
    /// Why the mailbox could not be read, in words.
    unread: Option<String>,
    /// What the recipient's side makes of it; absent if it was not read back.
    received: Option<message::Judged>,
    /// What the recipient's server wrote into the message itself.
    reported: Vec<Report>,
}

/// Runs the command; gives the exit code.
pub async fn execute(args: &TestArgs) -> Result<u8, Error> {
    let net = args.net()?;
    let dns = args.dns.dns()?;
    let mut answer = Answer::default();
    let arrived = match &args.received {
        Some(file) => {
            let message = Message::read(&read(file)?);
            if message.fields.is_empty() {
                return Err(Error::Usage(format!(
                    "{} has no mail header; save the message with its source",
                    file.display()
                )));
            }
            Some(message)
        }
        None => delivered(args, &net, &dns, &mut answer).await?,
    };
    if let Some(message) = &arrived {
        let (judged, reported) = verified(&net, &dns, message, args.received.is_none()).await;
        (answer.received, answer.reported) = (Some(judged), reported);
    }
    match args.format {
        MailFormat::Json => output::print(&json("launch-ready.mail-test/1", &answer)?)?,
        MailFormat::Text => output::print(&report::clean(&page(args, &answer)))?,
    }
    Ok(code(&answer))
}

/// Sends the message; gives it as it arrived, if there is a place to look for it and it came in time.
async fn delivered(args: &TestArgs, net: &Net, dns: &MailDns, answer: &mut Answer) -> Result<Option<Message>, Error> {
    let letter = Letter::new(args)?;
    let sink = args.sink.as_deref().map(Sink::parse).transpose()?;
    let inbox = Inbox::new(args)?;
    let way = Way::new(args)?;
    announce(args, &letter, &way, inbox.as_ref())?;
    // A mailbox that can't be read is told before anything is sent.
    let mut mailboxes = match &inbox {
        Some(inbox) => match inbox.open(net, dns, args.dns.limit()).await {
            Ok(mailboxes) => Some(mailboxes),
            Err(why) => {
                answer.unread = Some(why);
                return Ok(None);
            }
        },
        None => None,
    };
    let outcome = send::send(net, dns, args, &letter, &way).await;
    let accepted = outcome.accepted;
    answer.sent = Some(outcome);
    if !accepted {
        return Ok(None);
    }
    let limit = Duration::from_secs_f64(args.wait);
    if let Some(sink) = sink {
        return sink.wait(&letter.id, limit).await;
    }
    let (Some(inbox), Some(mailboxes)) = (&inbox, &mut mailboxes) else { return Ok(None) };
    match inbox.wait(mailboxes, &letter.id, limit).await {
        Ok(Some((mailbox, message))) => {
            answer.mailbox = Some(mailbox);
            Ok(Some(message))
        }
        Ok(None) => Ok(None),
        Err(why) => {
            answer.unread = Some(why);
            Ok(None)
        }
    }
}

fn code(answer: &Answer) -> u8 {
    match (&answer.sent, &answer.received) {
        (_, Some(judged)) => match judged.authenticated {
            Some(true) => 0,
            Some(false) => 1,
            None => 3,
        },
        (Some(sent), None) if sent.refused => 1,
        _ => 3,
    }
}

/// Says what goes out before it does; beside JSON on the other stream.
fn announce(args: &TestArgs, letter: &Letter, way: &Way, inbox: Option<&Inbox>) -> Result<(), Error> {
    let mut text = format!("sending one message\n  through  {}\n", way.words());
    if let Some(name) = &args.user_env {
        let _ = writeln!(
            text,
            "  log-in   user and password from ${name} and ${}",
            args.password_env.as_deref().unwrap_or_default()
        );
    }
    let _ = writeln!(text, "  from     {}\n  to       {}\n  subject  {}", letter.from, letter.to, letter.subject);
    if let Some(inbox) = inbox {
        let _ = writeln!(text, "  read at  {}", inbox.words());
    }
    match args.format {
        MailFormat::Json => {
            anstream::eprint!("{text}");
            Ok(())
        }
        MailFormat::Text => output::print(&(text + "\n")),
    }
}

/// Judges the message at its recipient, with SPF for the hop that brought it there.
async fn verified(net: &Net, dns: &MailDns, message: &Message, just_sent: bool) -> (message::Judged, Vec<Report>) {
    let now = spf::now();
    // A message that was saved long ago is judged at the time it arrived: keys may have changed, expiry must not matter.
    let at = if just_sent { now } else { hop::arrived_at(message).unwrap_or(now) };
    let row = match hop::last(net, message) {
        Some(hop) => {
            let options = Options { unix_time: at, ..Options::default() };
            let seen = check_host(dns, hop.ip, &hop.helo, &hop.mail_from, &options).await;
            let (ip, helo, mail_from) = (hop.ip, hop.helo, hop.mail_from);
            Some(message::SpfRow { result: seen.result, ip, helo, mail_from, aligned: None })
        }
        None => None,
    };
    let whole = !message.body.is_empty() || just_sent;
    (message::judge(dns, message, at, row, whole).await, hop::reports(message))
}

fn page(args: &TestArgs, answer: &Answer) -> String {
    let mut out = String::new();
    if let Some(sent) = &answer.sent {
        let _ = writeln!(out, "{}\n", visible(&sent.words));
    }
    match &answer.received {
        Some(judged) => {
            if let Some(mailbox) = &answer.mailbox {
                let _ = writeln!(out, "It arrived in {}.\n", visible(mailbox));
            }
            out += &message::page(judged);
        }
        None if answer.unread.is_some() => {
            let sent = if answer.sent.is_some() { "The message was sent, but the" } else { "Nothing was sent: the" };
            let _ =
                writeln!(out, "{sent} mailbox could not be read: {}", visible(answer.unread.as_deref().unwrap_or("")));
        }
        None if !answer.sent.as_ref().is_some_and(|sent| sent.accepted) => {}
        None if args.imap.is_some() => {
            let names = visible(&args.imap_mailbox.join(", "));
            let _ = writeln!(
                out,
                "The message did not arrive in {names} within {} s. Look for it in the spam folder: add --imap-mailbox with its name.",
                args.wait
            );
        }
        None if args.sink.is_some() => {
            let _ = writeln!(out, "The message did not arrive in the sink within {} s.", args.wait);
        }
        None => {
            out += "Verify it where it arrived: save it with its source, then\n  launch-ready mail test --received FILE.eml\n";
        }
    }
    for report in &answer.reported {
        let results: Vec<String> = report.results.iter().map(|(method, result)| format!("{method}={result}")).collect();
        let _ = writeln!(out, "\n{} reports {}", visible(&report.server), visible(&results.join(", ")));
    }
    out
}
