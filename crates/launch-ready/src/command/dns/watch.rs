//! `launch-ready dns watch`: what each resolver and each name server says, until all of them agree.

use crate::cli::{WatchArgs, WatchFormat};
use crate::error::Error;
use crate::output;
use futures_util::future::join_all;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use model::facts::Lookup;
use model::{Name, Seen, Why, text};
use probe::Net;
use probe::dns::{Heard, Voice, authorities, hear};
use serde_json::json;
use std::fmt::Write;
use std::io::IsTerminal;
use std::time::Duration;
use tokio::time::Instant;
use zone::Kind;

/// Exit codes of a watch that did not end with everybody in agreement.
const NOT_YET: u8 = 3;
const STOPPED: u8 = 4;

/// Everybody's answer at one moment.
struct Round {
    answers: Vec<(Voice, Seen<Heard>)>,
    /// Seconds since the watch began.
    at: u64,
}

/// How it stands.
#[derive(Debug, PartialEq, Eq)]
enum Standing {
    /// Every name server and resolver that answers says the same.
    Agreed,
    /// The name servers differ among themselves: waiting alone does not mend that.
    ServersDiffer,
    /// Resolvers still have another answer; the longest of them keeps it for so many seconds.
    Waiting(Option<u32>),
    /// No name server answers, or nobody does.
    Unclear,
}

/// Runs the command; gives the exit code.
pub fn execute(args: &WatchArgs) -> Result<u8, Error> {
    let name = Name::parse(&args.name).map_err(|e| {
        Error::Usage(format!("{} can't be watched: {e}; give a name such as www.acme.example", args.name))
    })?;
    let kind = Kind::read(&args.kind)
        .ok_or_else(|| Error::flag("--type", &args.kind, "give a type such as A, AAAA, CNAME, MX, TXT or NS"))?;
    let net = args.net.net_for(name.registrable().as_ref())?;
    super::block_on(watch(args, &net, &name, kind))?
}

async fn watch(args: &WatchArgs, net: &Net, name: &Name, kind: Kind) -> Result<u8, Error> {
    let limits = args.net.limits();
    let began = Instant::now();
    let end = began + limits.deadline;
    let mut voices: Vec<Voice> = net.resolvers.iter().cloned().map(Voice::Resolver).collect();
    let (_, servers) = authorities(net, name, limits.timeout)
        .await
        .map_err(|unknown| Error::Usage(format!("the name servers of {name} could not be found: {unknown}")))?;
    voices.extend(servers.into_iter().map(Voice::Server));
    let mut screen = Screen::new(args.format);
    let mut said = String::new();
    let mut stop = std::pin::pin!(tokio::signal::ctrl_c());
    loop {
        let asked = join_all(voices.iter().map(|v| hear(net, v, name, kind, limits.timeout)));
        let answers = tokio::select! {
            answers = asked => answers,
            _ = &mut stop => { screen.close(&said)?; return Ok(STOPPED); }
        };
        let round = Round { answers: voices.iter().cloned().zip(answers).collect(), at: began.elapsed().as_secs() };
        let standing = stands(&round);
        said = match args.format {
            WatchFormat::Json => json_line(name, kind, &round, &standing)?,
            WatchFormat::Text => table(name, kind, &round, &standing),
        };
        screen.show(&said)?;
        if standing == Standing::Agreed {
            screen.close(&said)?;
            return Ok(0);
        }
        let next = Instant::now() + Duration::from_secs_f64(args.every);
        if next >= end {
            screen.close(&said)?;
            return Ok(NOT_YET);
        }
        tokio::select! {
            () = tokio::time::sleep_until(next) => {}
            _ = &mut stop => { screen.close(&said)?; return Ok(STOPPED); }
        }
    }
}

fn stands(round: &Round) -> Standing {
    let heard = |server: bool| {
        let of = move |v: &Voice| matches!(v, Voice::Server(_)) == server;
        round.answers.iter().filter(move |(v, _)| of(v)).filter_map(|(_, seen)| seen.as_ref().ok())
    };
    let Some(right) = heard(true).next() else { return Standing::Unclear };
    if heard(true).any(|h| !h.agrees(right)) {
        return Standing::ServersDiffer;
    }
    let behind: Vec<&Heard> = heard(false).filter(|h| !h.agrees(right)).collect();
    if behind.is_empty() {
        // Silence is no agreement. An address family that this machine lacks is nobody's silence.
        let silent = round.answers.iter().any(|(_, seen)| seen.as_ref().is_err_and(|u| u.why != Why::NoRoute));
        return if silent { Standing::Unclear } else { Standing::Agreed };
    }
    Standing::Waiting(behind.iter().filter_map(|h| h.ttl).max())
}

fn label(voice: &Voice) -> (&'static str, String) {
    match voice {
        Voice::Resolver(resolver) => ("resolver", resolver.to_string()),
        Voice::Server(server) => ("name server", format!("{} {}", server.name, server.address)),
    }
}

fn words(heard: &Heard) -> String {
    match heard.lookup {
        Lookup::NoSuchName => "there is no such name".to_owned(),
        _ if heard.values.is_empty() => "no such record".to_owned(),
        _ => text::quote(&heard.values.join(" · "), 60),
    }
}

fn sentence(standing: &Standing) -> String {
    match standing {
        Standing::Agreed => "all agree".to_owned(),
        Standing::ServersDiffer => "the name servers differ: the change has not reached all of them".to_owned(),
        Standing::Waiting(Some(left)) => {
            format!("resolvers still keep an earlier answer, for {} at most", text::span((*left).into()))
        }
        Standing::Waiting(None) => "resolvers still keep an earlier answer".to_owned(),
        Standing::Unclear => "not everybody answers, so agreement can't be told".to_owned(),
    }
}

/// One look, as people read it: the time, how it stands, and a line for everybody. `=` says what the name servers say, `!`
/// something else; while they differ among themselves, nobody is right.
fn table(name: &Name, kind: Kind, round: &Round, standing: &Standing) -> String {
    let mut out = format!("{name} {kind}   after {} s\n  {}\n", round.at, sentence(standing));
    let servers = round.answers.iter().filter(|(v, _)| matches!(v, Voice::Server(_)));
    let right =
        servers.filter_map(|(_, seen)| seen.as_ref().ok()).next().filter(|_| *standing != Standing::ServersDiffer);
    let width = round.answers.iter().map(|(v, _)| label(v).1.chars().count()).max().unwrap_or(0);
    for (voice, seen) in &round.answers {
        let (what, who) = label(voice);
        let line = match seen {
            Err(unknown) => format!("? {unknown}"),
            Ok(heard) => {
                let mark = right.map_or(' ', |r| if r.agrees(heard) { '=' } else { '!' });
                let left = match (voice, heard.ttl) {
                    (Voice::Resolver(_), Some(ttl)) if mark == '!' => format!("   gone in {}", text::span(ttl.into())),
                    _ => String::new(),
                };
                format!("{mark} {}{left}", words(heard))
            }
        };
        let _ = writeln!(out, "  {what:<11}  {who:<width$}  {line}");
    }
    out
}

fn json_line(name: &Name, kind: Kind, round: &Round, standing: &Standing) -> Result<String, Error> {
    let answers: Vec<_> = round
        .answers
        .iter()
        .map(|(voice, seen)| {
            let (what, who) = label(voice);
            match seen {
                Ok(h) => json!({ "kind": what, "who": who, "lookup": h.lookup, "values": h.values, "ttl": h.ttl }),
                Err(unknown) => json!({ "kind": what, "who": who, "unknown": unknown.to_string() }),
            }
        })
        .collect();
    let (state, left) = match standing {
        Standing::Agreed => ("agreed", None),
        Standing::ServersDiffer => ("servers_differ", None),
        Standing::Waiting(left) => ("waiting", *left),
        Standing::Unclear => ("unclear", None),
    };
    let all = json!({
        "schema": "launch-ready.dns-watch/1", "name": name, "type": kind.to_string(), "seconds": round.at, "state": state,
        "seconds_left": left, "answers": answers,
    });
    serde_json::to_string(&all).map(|s| s + "\n").map_err(|e| Error::Bug(e.to_string()))
}

/// On a terminal one look takes the place of the one before; elsewhere each new one is printed below the last.
struct Screen {
    live: Option<ProgressBar>,
    printed: String,
}

impl Screen {
    fn new(format: WatchFormat) -> Self {
        let live = (format == WatchFormat::Text && std::io::stdout().is_terminal()).then(|| {
            let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stdout());
            bar.set_style(ProgressStyle::with_template("{msg}").unwrap_or_else(|_| ProgressStyle::default_spinner()));
            bar
        });
        Self { live, printed: String::new() }
    }

    fn show(&mut self, text: &str) -> Result<(), Error> {
        if let Some(bar) = &self.live {
            bar.set_message(text.trim_end().to_owned());
            bar.tick();
            return Ok(());
        }
        // In a pipe, a look that says nothing new would bury the one that does. Its first line tells the time.
        let news = |text: &str| text.split_once('\n').map_or(text, |(_, rest)| rest).to_owned();
        if self.printed.is_empty() || news(text).is_empty() || news(&self.printed) != news(text) {
            output::print(text)?;
            text.clone_into(&mut self.printed);
        }
        Ok(())
    }

    /// Leaves the last look on the screen.
    fn close(&mut self, text: &str) -> Result<(), Error> {
        if let Some(bar) = self.live.take() {
            bar.finish_and_clear();
            return output::print(text);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use model::Unknown;
    use probe::dns::{Authority, Resolver};

    fn heard(value: &str, ttl: u32) -> Seen<Heard> {
        Ok(Heard { lookup: Lookup::Found, values: vec![value.to_owned()], ttl: Some(ttl) })
    }

    fn round(resolvers: Vec<Seen<Heard>>, servers: Vec<Seen<Heard>>) -> Round {
        let resolver = |seen| (Voice::Resolver(Resolver::parse("192.0.2.53").unwrap()), seen);
        let server = |seen| {
            let name = Name::parse("ns1.acme.example").unwrap();
            (Voice::Server(Authority { name, address: "192.0.2.1".parse().unwrap() }), seen)
        };
        Round { answers: resolvers.into_iter().map(resolver).chain(servers.into_iter().map(server)).collect(), at: 7 }
    }

    #[test]
    fn agreement_needs_everybody() {
        let silent = || Err(Unknown::new(Why::NoAnswer, "no answer"));
        let no_route = || Err(Unknown::new(Why::NoRoute, "[2001:db8::1]:53"));
        for (round, expected) in [
            (round(vec![heard("a", 9)], vec![heard("a", 60), heard("a", 60)]), Standing::Agreed),
            (round(vec![heard("a", 9)], vec![heard("a", 60), heard("b", 60)]), Standing::ServersDiffer),
            (
                round(vec![heard("a", 9), heard("a", 40), heard("b", 99)], vec![heard("b", 60)]),
                Standing::Waiting(Some(40)),
            ),
            (round(vec![heard("a", 9), silent()], vec![heard("a", 60)]), Standing::Unclear),
            (round(vec![heard("a", 9)], vec![silent()]), Standing::Unclear),
            (round(vec![heard("a", 9)], vec![heard("a", 60), no_route()]), Standing::Agreed),
        ] {
            assert_eq!(stands(&round), expected);
        }
        let name = Name::parse("acme.example").unwrap();
        let late = round(vec![heard("a", 600)], vec![heard("b", 60)]);
        let text = table(&name, Kind::A, &late, &stands(&late));
        assert!(text.contains("for 10 minutes at most") && text.contains("! a   gone in 10 minutes"), "{text}");
        let json = json_line(&name, Kind::A, &late, &stands(&late)).unwrap();
        assert!(json.contains("\"state\":\"waiting\"") && json.contains("\"seconds_left\":600"), "{json}");
    }
}
