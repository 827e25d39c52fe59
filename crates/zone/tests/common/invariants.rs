//! What holds for every text that is given as a zone file.

use std::collections::BTreeSet;
use zone::{Kind, Name, Record, Zone, write};

fn set(records: &[Record]) -> BTreeSet<(Name, u32, Kind, Vec<u8>)> {
    records.iter().map(|r| (r.name.clone(), r.ttl, r.kind, r.data.clone())).collect()
}

/// Problems lie inside the text; a zone that was read can be asked, and is the same after writing and reading it again.
pub fn zone_file(text: &str) {
    let origin = Name::read("acme.example.", None).unwrap_or_else(|e| unreachable!("{e}"));
    let zone = match Zone::parse(text, Some(&origin)) {
        Ok(zone) => zone,
        Err(problems) => {
            assert!(!problems.is_empty());
            for problem in problems {
                assert!(text.get(problem.at.clone()).is_some(), "{problem} lies outside");
            }
            return;
        }
    };
    for flaw in zone.flaws() {
        assert!(text.get(flaw.problem.at.clone()).is_some(), "{} lies outside", flaw.problem);
    }
    for record in zone.records.iter().take(200) {
        assert!(!matches!(zone.find(&record.name, record.kind), zone::Found::NoName), "{record:?}");
        if let Some(target) = record.target() {
            drop(zone.find(&target, Kind::A));
        }
        assert_eq!(Name::read(&record.name.to_string(), None).as_ref(), Ok(&record.name));
        assert_eq!(Name::from_wire(&record.name.wire()), Some((record.name.clone(), record.name.wire().len())));
    }
    let written = write(&zone.origin, &zone.records);
    let again = Zone::parse(&written, None).unwrap_or_else(|p| panic!("{p:?} in what was written:\n{written}"));
    assert_eq!(set(&again.records), set(&zone.records), "{written}");
}
