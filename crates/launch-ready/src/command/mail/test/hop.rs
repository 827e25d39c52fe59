//! What the recipient's servers wrote into the message: the hop that brought it, and their own results.

use mail::dkim::Message;
use probe::Net;
use serde::Serialize;
use std::net::IpAddr;

/// The connection that brought the message to the recipient's side.
#[derive(Debug, PartialEq, Eq)]
pub struct Hop {
    pub ip: IpAddr,
    pub helo: String,
    /// Envelope sender; empty for a bounce.
    pub mail_from: String,
}

/// One `Authentication-Results` field (RFC 8601).
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Who says so.
    pub server: String,
    /// Method and result, such as dkim and pass.
    pub results: Vec<(String, String)>,
}

/// The hop from outside: the highest `Received` with a public address, else with one that is not this machine's, else any.
/// Without `Return-Path` the envelope sender is unknown, and SPF can't be told.
pub fn last(net: &Net, message: &Message) -> Option<Hop> {
    let path = message.values("return-path").next()?;
    let mail_from = path.trim().trim_start_matches('<').trim_end_matches('>').to_owned();
    let hops: Vec<(IpAddr, String)> = message.values("received").filter_map(|value| received(&value)).collect();
    let public = hops.iter().find(|(ip, _)| net.is_public(*ip));
    let other = || hops.iter().find(|(ip, _)| !ip.is_loopback());
    let (ip, helo) = public.or_else(other).or(hops.first())?.clone();
    Some(Hop { ip, helo, mail_from })
}

/// Address and greeting of a `Received` field, as Postfix, Exim, Sendmail, Exchange and Gmail write them.
fn received(value: &str) -> Option<(IpAddr, String)> {
    let from = value.strip_prefix("from ").or_else(|| value.strip_prefix("From "))?;
    let end = from.find(" by ").unwrap_or(from.len());
    let from = &from[..end];
    let words = from.split(|c: char| c.is_whitespace() || "()[]".contains(c));
    let address = |word: &str| word.strip_prefix("IPv6:").unwrap_or(word).parse::<IpAddr>().ok();
    let ip = words.filter_map(address).next_back()?.to_canonical();
    let helo = match from.find("helo=") {
        Some(at) => from[at + 5..].split([' ', ')', ']']).next(),
        None => from.split_whitespace().next(),
    };
    Some((ip, helo.unwrap_or_default().trim_matches(['[', ']']).to_owned()))
}

/// When the recipient's server took the message, in seconds since 1970: after the last semicolon of the highest `Received`.
pub fn arrived_at(message: &Message) -> Option<u64> {
    let top = message.values("received").next()?;
    let (_, date) = top.rsplit_once(';')?;
    let zoned = jiff::fmt::rfc2822::DateTimeParser::new().relaxed_weekday(true).parse_zoned(date.trim()).ok()?;
    u64::try_from(zoned.timestamp().as_second()).ok()
}

/// What the recipient's server says itself. Only the field at the top was surely written there; further ones may be forged.
pub fn reports(message: &Message) -> Vec<Report> {
    let mut top = message.values("authentication-results");
    top.next().and_then(|value| report(&value)).into_iter().collect()
}

fn report(value: &str) -> Option<Report> {
    let plain = without_comments(value);
    let mut parts = plain.split(';').map(str::trim);
    let server = parts.next()?.split_whitespace().next()?.to_owned();
    let result = |part: &str| {
        let (method, rest) = part.split_once('=')?;
        let method = method.trim().split('/').next()?.trim().to_owned();
        Some((method, rest.split_whitespace().next()?.to_owned()))
    };
    Some(Report { server, results: parts.filter_map(result).collect() })
}

fn without_comments(value: &str) -> String {
    let (mut out, mut depth) = (String::new(), 0_u32);
    for c in value.chars() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ if depth > 0 => {}
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{arrived_at, received, report};
    use mail::dkim::Message;

    #[test]
    fn the_address_and_the_greeting_are_read_as_the_usual_servers_write_them() {
        for (value, ip, helo) in [
            (
                "from out.x.example (out.x.example [192.0.2.1]) by mx (Postfix) with ESMTPS id 1; Mon",
                "192.0.2.1",
                "out.x.example",
            ),
            ("from out.x.example (out.x.example [IPv6:2001:db8::1]) by mx with ESMTP", "2001:db8::1", "out.x.example"),
            (
                "from [192.0.2.7] (port=5 helo=out.x.example) by mx with esmtps (Exim 4.96)",
                "192.0.2.7",
                "out.x.example",
            ),
            (
                "from OUT.x.example (192.0.2.9) by MX.x.example (192.0.2.250) with Microsoft SMTP Server",
                "192.0.2.9",
                "OUT.x.example",
            ),
            (
                "from mail.x.example (mail.x.example. [192.0.2.3]) by mx.google.com with ESMTPS",
                "192.0.2.3",
                "mail.x.example",
            ),
        ] {
            let (seen, greeting) = received(value).unwrap_or_else(|| panic!("{value}"));
            assert_eq!((seen.to_string().as_str(), greeting.as_str()), (ip, helo), "{value}");
        }
        assert_eq!(received("by mx with local id 5; Mon"), None);
    }

    #[test]
    fn results_of_the_recipient_are_read_without_their_comments() {
        let value = "mx.google.com; dkim=pass header.i=@x.example header.s=s1; spf=softfail (google.com: a; b) smtp.mailfrom=a@x.example; dmarc=fail (p=NONE) header.from=x.example";
        let seen = report(value).unwrap_or_else(|| panic!("no report"));
        let pairs: Vec<String> = seen.results.iter().map(|(a, b)| format!("{a}={b}")).collect();
        assert_eq!(
            (seen.server.as_str(), pairs.join(" ")),
            ("mx.google.com", "dkim=pass spf=softfail dmarc=fail".to_owned())
        );
    }

    #[test]
    fn the_time_of_arrival_stands_behind_the_last_semicolon() {
        let message = Message::read(b"Received: from a ([192.0.2.1]) by b; Thu, 1 Jan 1970 00:01:00 +0000\r\n\r\n");
        assert_eq!(arrived_at(&message), Some(60));
    }
}
