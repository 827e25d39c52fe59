//! `launch-ready dns diff`: what each name server says beside a zone file, or beside the names that launch.toml declares.

use super::compare::{self, Difference, State};
use super::shown;
use crate::cli::net::{zone_problems, zone_text};
use crate::cli::{DiffArgs, MapFormat};
use crate::error::Error;
use crate::{output, setup};
use config::Config;
use model::{Name, Seen, Why};
use probe::dns::{Authority, Standing, authorities, survey_at};
use serde_json::json;
use std::fmt::Write;
use zone::{Kind, Zone};

/// Types of which one leads visitors to a host.
const LEADS: [Kind; 3] = [Kind::A, Kind::AAAA, Kind::CNAME];

/// What the servers are compared with.
enum Wanted {
    /// Every record.
    File(String, Zone),
    /// Names that have to be there.
    Declared(Vec<(Name, Vec<Kind>, String)>),
}

/// What one server lacks, or has besides.
struct Found {
    server: Authority,
    differences: Seen<Vec<Difference>>,
}

/// Runs the command; gives the exit code.
pub fn execute(args: &DiffArgs) -> Result<u8, Error> {
    let (domain, wanted) = match &args.file {
        Some(file) => of_file(file, args.domain.as_deref())?,
        None => declared(args)?,
    };
    let usual = super::names(&domain, &[])?;
    let questions = match &wanted {
        Wanted::File(_, zone) => compare::questions(zone, &usual),
        Wanted::Declared(names) => {
            let declared = names.iter().flat_map(|(n, kinds, _)| kinds.iter().map(|k| (n.clone(), *k)));
            let hosts = usual.iter().filter(|n| !n.as_str().contains('_'));
            declared.chain(hosts.flat_map(|n| LEADS.map(|k| (n.clone(), k)))).collect()
        }
    };
    let net = args.net.net_for(Some(&domain))?;
    let limit = args.net.limits().timeout;
    let asked = super::block_on(async {
        let (_, servers) = authorities(&net, &domain, limit).await?;
        let mut all = Vec::new();
        for server in servers {
            let live = survey_at(&net, &server, &questions, limit).await;
            all.push((server, live));
        }
        Seen::Ok(all)
    })?;
    let asked =
        asked.map_err(|unknown| Error::Usage(format!("the name servers of {domain} could not be found: {unknown}")))?;
    let first = asked.iter().find_map(|(_, live)| live.as_ref().ok()).cloned().unwrap_or_default();
    let found: Vec<Found> = asked
        .into_iter()
        .map(|(server, live)| Found {
            differences: live.map(|live| match &wanted {
                Wanted::File(_, zone) => compare::compare(zone, &questions, &live),
                Wanted::Declared(names) => beside_declared(&domain, names, &live, &first),
            }),
            server,
        })
        .collect();
    output::print(&render(&domain, &wanted, &found, args.format)?)?;
    Ok(exit_code(&found))
}

fn exit_code(found: &[Found]) -> u8 {
    let seen = || found.iter().filter_map(|f| f.differences.as_ref().ok());
    if seen().any(|d| !d.is_empty()) {
        1
    } else if seen().next().is_none()
        || found.iter().any(|f| f.differences.as_ref().is_err_and(|u| u.why != Why::NoRoute))
    {
        // An address family that this machine lacks leaves nothing open: the server's other address was asked.
        3
    } else {
        0
    }
}

fn of_file(file: &std::path::Path, typed: Option<&str>) -> Result<(Name, Wanted), Error> {
    let (name, zone) = read(file, typed)?;
    let own = compare::ours(&zone.origin);
    let own = own.ok_or_else(|| Error::Usage(format!("{name}: {} is no domain to look at", zone.origin)))?;
    Ok((own, Wanted::File(name, zone)))
}

/// Reads a zone file; a domain that was typed has to be the one of the file.
pub fn read(file: &std::path::Path, typed: Option<&str>) -> Result<(String, Zone), Error> {
    let typed = typed.map(super::domain).transpose()?;
    let origin = typed.as_ref().and_then(|d| zone::Name::read(&format!("{d}."), None).ok());
    let (name, text) = zone_text(file)?;
    let zone = Zone::parse(&text, origin.as_ref()).map_err(|problems| zone_problems(&name, &text, problems))?;
    match origin {
        Some(origin) if origin != zone.origin => Err(Error::Usage(format!(
            "{name} is the zone of {}, not of {}; name that domain, or the right file",
            zone.origin.plain(),
            origin.plain()
        ))),
        _ => Ok((name, zone)),
    }
}

/// Names of launch.toml that lie below its domain, with the types of which one has to be there, and why.
fn declared(args: &DiffArgs) -> Result<(Name, Wanted), Error> {
    let config = setup::config(args.config.as_deref())?;
    let target = setup::target(args.domain.as_deref(), &config)?;
    let domain = super::domain(&target.host)?;
    if !config.covers(&target) {
        let words = "launch.toml is not about it; give a zone file, or the domain of launch.toml";
        return Err(Error::Usage(format!("nothing to compare {domain} with: {words}")));
    }
    Ok((domain.clone(), Wanted::Declared(wanted(&config, &target, &domain)?)))
}

fn wanted(config: &Config, target: &model::Target, domain: &Name) -> Result<Vec<(Name, Vec<Kind>, String)>, Error> {
    let declared = config.declared(target);
    let mut all: Vec<(Name, Vec<Kind>, String)> = Vec::new();
    let canonical = declared.canonical.iter().filter_map(|o| Name::parse(&o.host).ok());
    for host in canonical.chain(declared.hosts.iter().chain(&declared.foreign).map(|h| h.name.clone())) {
        all.push((host, LEADS.to_vec(), "an address or alias".into()));
    }
    let child = |name: &Name, label: &str| {
        label.split('.').rev().try_fold(name.clone(), |n, l| n.child(l)).map_err(|e| Error::Usage(e.to_string()))
    };
    for sender in &declared.sending {
        all.push((sender.clone(), vec![Kind::TXT], "the SPF record of a sending domain".into()));
        for selector in &declared.selectors {
            let key = child(sender, &format!("{selector}._domainkey"))?;
            all.push((key, vec![Kind::TXT, Kind::CNAME], "the DKIM key of a declared selector".into()));
        }
    }
    // What lies in other domains is not for these servers to say.
    all.retain(|(name, ..)| name.is_under(domain));
    all.sort_by(|a, b| a.0.cmp(&b.0));
    all.dedup_by(|a, b| a.0 == b.0 && a.1 == b.1);
    Ok(all)
}

/// Declared names that a server does not have, hosts that nobody declared, and what differs from the first server.
fn beside_declared(
    domain: &Name,
    names: &[(Name, Vec<Kind>, String)],
    live: &[Standing],
    first: &[Standing],
) -> Vec<Difference> {
    let at = |name: &Name, kind: &str, records: &[Standing]| -> Vec<String> {
        let own = records.iter().filter(|r| r.name == *name && r.kind == kind);
        own.map(|r| r.value.clone()).collect()
    };
    let one = |state, name: &Name, kind: String, file, live| Difference {
        state,
        name: name.clone(),
        kind,
        file,
        live,
        file_ttl: None,
        live_ttl: None,
    };
    let mut all = Vec::new();
    for (name, kinds, what) in names {
        let fits = |r: &&Standing| {
            let mail = kinds.as_slice() != [Kind::TXT] || r.value.to_ascii_lowercase().starts_with("\"v=spf1");
            r.name == *name && kinds.iter().any(|k| k.to_string() == r.kind) && mail
        };
        if live.iter().find(fits).is_none() {
            let kind = kinds.first().map(ToString::to_string).unwrap_or_default();
            all.push(one(State::Missing, name, kind, vec![what.clone()], Vec::new()));
        }
    }
    let mut asked: Vec<(&Name, &str)> = live.iter().chain(first).map(|r| (&r.name, r.kind.as_str())).collect();
    asked.sort_unstable();
    asked.dedup();
    let star = domain.child("*").ok();
    for (name, kind) in asked {
        let (here, there) = (at(name, kind, live), at(name, kind, first));
        let wild = star.as_ref().is_some_and(|star| name != star && at(star, kind, live) == here);
        let www = name == domain || name.first_label() == "www";
        if here != there {
            all.push(one(State::Different, name, kind.to_owned(), there, here));
        } else if !wild && !www && names.iter().all(|(n, ..)| n != name) {
            all.push(one(State::Extra, name, kind.to_owned(), Vec::new(), here));
        }
    }
    all
}

fn render(domain: &Name, wanted: &Wanted, found: &[Found], format: MapFormat) -> Result<String, Error> {
    let against = match wanted {
        Wanted::File(name, _) => name.clone(),
        Wanted::Declared(names) => model::text::count(names.len(), "name of launch.toml", "names of launch.toml"),
    };
    if format == MapFormat::Json {
        let servers: Vec<_> = found
            .iter()
            .map(|f| match &f.differences {
                Ok(all) => json!({ "server": f.server.name, "address": f.server.address, "differences": all }),
                Err(unknown) => {
                    json!({ "server": f.server.name, "address": f.server.address, "unknown": unknown.to_string() })
                }
            })
            .collect();
        let all =
            json!({ "schema": "launch-ready.dns-diff/1", "domain": domain, "against": against, "servers": servers });
        return serde_json::to_string_pretty(&all).map(|s| s + "\n").map_err(|e| Error::Bug(e.to_string()));
    }
    let (markdown, declares) = (format == MapFormat::Markdown, matches!(wanted, Wanted::Declared(_)));
    let mut out = format!("{}{domain} beside {against}\n", if markdown { "# " } else { "" });
    for f in found {
        let head = format!("{} {}", f.server.name, f.server.address);
        let _ = write!(out, "\n{}{head}: ", if markdown { "## " } else { "" });
        match &f.differences {
            Err(unknown) => drop(writeln!(out, "could not be asked, {unknown}")),
            Ok(all) if all.is_empty() => drop(writeln!(out, "the same")),
            Ok(all) => {
                let _ = writeln!(out, "{}", model::text::count(all.len(), "difference", "differences"));
                let titles = [
                    (State::Missing, "missing there"),
                    (State::Extra, if declares { "there, and not declared" } else { "there besides" }),
                    (State::Different, if declares { "different from the first server" } else { "different" }),
                    (State::Ttl, "kept for another time"),
                ];
                let mut lines = String::new();
                shown::lines(&mut lines, all, &titles);
                out.push_str(&if markdown { format!("\n```\n{lines}```\n") } else { lines });
            }
        }
    }
    if let Wanted::File(_, zone) = wanted {
        out.push_str(&shown::left_out(zone.names().count()));
        out.push_str(
            "\nCompared: every name of the file, and usual names; a live name that nobody asks for stays unseen.\n",
        );
    }
    Ok(out)
}
