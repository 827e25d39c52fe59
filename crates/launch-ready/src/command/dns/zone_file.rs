//! A BIND zone file (RFC 1035 §5) of what can be seen.

use super::Seen;
use crate::error::Error;
use model::Name;
use probe::dns::Standing;
use std::fmt::Write;
use zone::Kind;

/// The file, with the start of authority first and what was asked for in its head.
pub fn render(domain: &Name, seen: &Seen) -> Result<String, Error> {
    let mut out = format!(
        "; {domain}, as {} tells it.\n\
         ; Not in it: names that nobody asked for, signatures (a signer makes them anew), and what your provider keeps beside\n\
         ; its records (proxied or not, ALIAS and ANAME, web forwarding).\n",
        seen.from()
    );
    if seen.server.is_none() {
        out.push_str("; Times to live are what a resolver had left of them.\n");
    }
    out.push_str("; Asked for, besides the domain itself:\n");
    let below: Vec<&str> = seen.asked.iter().filter(|n| *n != domain).map(|n| relative(n, domain)).collect();
    for line in below.chunks(6) {
        let _ = writeln!(out, ";   {}", line.join(" "));
    }
    let origin = zone::Name::read(&format!("{domain}."), None).map_err(Error::Bug)?;
    let records = seen.records.iter().map(record).collect::<Result<Vec<_>, _>>()?;
    Ok(out + &zone::write(&origin, &records))
}

fn record(r: &Standing) -> Result<zone::Record, Error> {
    let bug = |why: String| Error::Bug(format!("{} {} {}: {why}", r.name, r.kind, r.value));
    let kind = Kind::read(&r.kind).ok_or_else(|| bug("no type".into()))?;
    let data = zone::value_of_text(kind, &r.value, None).map_err(|p| bug(p.message))?;
    let name = zone::Name::read(&format!("{}.", r.name), None).map_err(bug)?;
    Ok(zone::Record { name, ttl: r.ttl, kind, data, at: 0..0 })
}

/// The name without the domain; `@` for the domain itself.
fn relative<'a>(name: &'a Name, domain: &Name) -> &'a str {
    name.as_str().strip_suffix(domain.as_str()).map_or(name.as_str(), |head| match head.strip_suffix('.') {
        None => "@",
        Some(head) => head,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_start_of_authority_comes_first_and_names_are_relative() {
        let name = |n: &str| Name::parse(n).unwrap();
        let one = |n: &str, kind: &str, value: &str| Standing {
            name: name(n),
            kind: kind.into(),
            value: value.into(),
            ttl: 300,
        };
        let records = [
            one("app.acme.example", "A", "203.0.113.20"),
            one("acme.example", "NS", "ns1.host.example."),
            one("acme.example", "SOA", "ns1.host.example. it.acme.example. 1 2 3 4 5"),
        ];
        let asked = vec![name("acme.example"), name("app.acme.example")];
        let seen = Seen { records: records.to_vec(), asked, server: None };
        let text = render(&name("acme.example"), &seen).unwrap();
        let lines: Vec<&str> = text.lines().filter(|l| !l.starts_with([';', '$'])).collect();
        assert!(lines[0].contains(" IN SOA ") && lines[1].starts_with("@ ") && lines[2].starts_with("app "), "{text}");
        let zone = zone::Zone::parse(&text, None).unwrap();
        assert_eq!((zone.origin.plain().as_str(), zone.records.len()), ("acme.example", 3));
    }
}
