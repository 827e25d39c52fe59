//! A BIND zone file (RFC 1035 §5) of what can be seen.

use model::Name;
use probe::dns::Standing;
use std::fmt::Write;

/// The file, with the start of authority first and what was asked for in its head.
pub fn render(domain: &Name, records: &[Standing], asked: &[Name]) -> String {
    let mut out = format!(
        "; {domain}, as a resolver saw it.\n\
         ; Only names that somebody asks for can be seen. Asked for, besides the domain itself:\n"
    );
    let below: Vec<&str> = asked.iter().filter(|n| *n != domain).map(|n| relative(n, domain)).collect();
    for line in below.chunks(6) {
        let _ = writeln!(out, ";   {}", line.join(" "));
    }
    let _ = write!(out, "$ORIGIN {domain}.\n$TTL 3600\n");
    let order = |r: &&Standing| (r.kind != "SOA", r.name != *domain, r.kind != "NS");
    let mut sorted: Vec<&Standing> = records.iter().collect();
    sorted.sort_by(|a, b| (order(a), *a).cmp(&(order(b), *b)));
    for r in sorted {
        let _ = writeln!(out, "{:<28} {:>6} IN {:<6} {}", relative(&r.name, domain), r.ttl, r.kind, r.value);
    }
    out
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
        let text = render(&name("acme.example"), &records, &[name("acme.example"), name("app.acme.example")]);
        let lines: Vec<&str> = text.lines().filter(|l| !l.starts_with([';', '$'])).collect();
        assert!(lines[0].contains(" IN SOA ") && lines[1].starts_with("@ ") && lines[2].starts_with("app "), "{text}");
    }
}
