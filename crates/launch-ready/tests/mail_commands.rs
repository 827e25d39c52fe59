//! `launch-ready mail spf|dmarc|explain` against a real DNS server: results, exit codes and shapes.
#![allow(clippy::unwrap_used, missing_docs)]

#[path = "support/binary.rs"]
mod binary;
#[path = "support/zone.rs"]
mod zone;

use binary::{Ran, mail, run, run_in};
use zone::{Server, Zone};

const HEALTHY: &str = "
    acme.example TXT v=spf1 include:_spf.google.com ip4:192.0.2.0/24 ~all
    acme.example MX 10 smtp.google.com
    acme.example A 192.0.2.80
    smtp.google.com A 198.51.100.1
    _spf.google.com TXT v=spf1 include:_netblocks.google.com ~all
    _netblocks.google.com TXT v=spf1 ip4:198.51.100.0/24 ~all
    _dmarc.acme.example TXT v=DMARC1; p=reject; np=reject; rua=mailto:d@acme.example,mailto:r@reports.example
    reports.example MX 10 mx.reports.example
    acme.example._report._dmarc.reports.example TXT v=DMARC1;
    google._domainkey.acme.example TXT v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";

fn ask(zone: &str, arguments: &[&str]) -> Ran {
    mail(Server::start(Zone::of(zone)).address, arguments)
}

fn sent(zone: &str, ip: &str, more: &[&str]) -> Ran {
    let sender = ["spf", "--ip", ip, "--helo", "mail.acme.example", "--mail-from", "ann@acme.example"];
    ask(zone, &[&sender, more].concat())
}

#[test]
fn the_result_is_the_first_word_and_the_deciding_term_follows() {
    for (zone, ip, result) in [
        (HEALTHY, "192.0.2.9", "pass"),
        (HEALTHY, "203.0.113.9", "softfail"),
        ("acme.example TXT v=spf1 -all", "192.0.2.1", "fail"),
        ("acme.example TXT v=spf1 ?all", "192.0.2.1", "neutral"),
        ("acme.example A 192.0.2.1", "192.0.2.1", "none"),
        ("acme.example TXT v=spf1 includ:x -all", "192.0.2.1", "permerror"),
        ("acme.example SERVFAIL", "192.0.2.1", "temperror"),
        ("acme.example TIMEOUT", "192.0.2.1", "temperror"),
    ] {
        let ran = sent(zone, ip, &[]);
        assert_eq!((ran.code, ran.first_word()), (0, result), "{zone}: {ran:?}");
        let json = sent(zone, ip, &["--format", "json"]).json();
        assert_eq!(json["result"], result);
    }
    let ran = sent(HEALTHY, "198.51.100.7", &[]);
    assert!(ran.out.contains("decided by ip4:198.51.100.0/24 in the record of _netblocks.google.com"), "{ran:?}");
    assert!(ran.out.contains("[ 2] include:_netblocks.google.com match"), "{ran:?}");
}

#[test]
fn expect_decides_the_exit_code() {
    assert_eq!(sent(HEALTHY, "192.0.2.9", &["--expect", "pass"]).code, 0);
    let ran = sent(HEALTHY, "192.0.2.9", &["--expect", "fail"]);
    assert_eq!((ran.code, ran.first_word()), (1, "pass"));
    assert!(ran.err.contains("expected fail, the result is pass"), "{ran:?}");
    assert_eq!(sent(HEALTHY, "192.0.2.9", &["--expect", "maybe"]).code, 2);
}

#[test]
fn an_evaluation_in_json_has_the_documented_shape() {
    let json = sent(HEALTHY, "198.51.100.7", &["--format", "json", "--expect", "pass"]).json();
    assert_eq!(json["schema"], "launch-ready.mail-spf/1");
    for (key, value) in
        [("ip", "198.51.100.7"), ("helo", "mail.acme.example"), ("mail_from", "ann@acme.example"), ("expected", "pass")]
    {
        assert_eq!(json[key], value);
    }
    assert_eq!((json["lookups"].as_u64(), json["voids"].as_u64()), (Some(2), Some(0)));
    assert_eq!(json["deciding"].as_array().unwrap().len(), 3);
    assert_eq!(json["tree"]["steps"][0]["branch"]["steps"][0]["branch"]["result"], "pass");
}

#[test]
fn a_sender_can_be_given_by_domain_or_by_greeting_alone() {
    let ran = ask(HEALTHY, &["spf", "acme.example", "--ip", "192.0.2.9"]);
    assert_eq!((ran.code, ran.first_word()), (0, "pass"), "{ran:?}");
    let ran = ask(
        "mail.acme.example TXT v=spf1 ip4:192.0.2.9 -all",
        &["spf", "--ip", "192.0.2.9", "--helo", "mail.acme.example", "--mail-from", ""],
    );
    assert_eq!((ran.code, ran.first_word()), (0, "pass"), "{ran:?}");
    let ran = ask(
        "xn--mller-kva.example TXT v=spf1 ip4:192.0.2.9 -all",
        &["spf", "--ip", "192.0.2.9", "--mail-from", "ann@müller.example"],
    );
    assert_eq!((ran.code, ran.first_word()), (0, "pass"), "{ran:?}");
    for wrong in [
        &["spf"][..],
        &["spf", "--ip", "192.0.2.9"],
        &["spf", "--ip", "nowhere", "--helo", "a.example"],
        &["spf", "not a domain"],
        &["spf", "acme.example", "--expect", "pass"],
    ] {
        let ran = ask(HEALTHY, wrong);
        assert_eq!(ran.code, 2, "{wrong:?}: {ran:?}");
        assert!(!ran.err.is_empty() && ran.out.is_empty());
    }
}

#[test]
fn an_audit_shows_every_branch_and_the_place_of_each_problem() {
    let zone = "acme.example TXT v=spf1 a:void.example include:_spf.other.example ~all
        _spf.other.example TXT v=spf1 ip4:192.0.2.0/24 includ:typo.example -all";
    let ran = ask(zone, &["spf", "acme.example"]);
    assert_eq!(ran.code, 0);
    assert!(ran.out.starts_with("acme.example  "), "{ran:?}");
    let lines: Vec<&str> = ran.out.lines().collect();
    let at = lines.iter().position(|line| line.trim() == "v=spf1 ip4:192.0.2.0/24 includ:typo.example -all").unwrap();
    assert_eq!(lines[at - 1], "acme.example > _spf.other.example");
    assert_eq!(lines[at + 1].find('^'), lines[at].find("includ:"));
    assert_eq!(lines[at + 1].trim().len(), "includ:typo.example".len());
    assert!(ran.out.contains("    _spf.other.example: 0 lookups"), "{ran:?}");
    let json = ask(zone, &["spf", "acme.example", "--format", "json"]).json();
    assert_eq!(
        (json["schema"].as_str(), json["complete"].as_bool()),
        (Some("launch-ready.mail-spf-audit/1"), Some(true))
    );
    let kinds: Vec<&str> = json["problems"].as_array().unwrap().iter().map(|p| p["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["void", "syntax"]);
    assert_eq!(ask("acme.example TIMEOUT", &["spf", "acme.example"]).code, 3);
}

#[test]
fn dmarc_tells_walk_policy_and_what_becomes_of_reports() {
    let ran = ask(HEALTHY, &["dmarc", "acme.example"]);
    assert_eq!((ran.code, ran.first_word()), (0, "reject"), "{ran:?}");
    for words in [
        "_dmarc.acme.example\n    v=DMARC1; p=reject",
        "_dmarc.example: nothing",
        "a subdomain that does not exist: reject, by np at _dmarc.acme.example",
        "mailto:d@acme.example: arrives, the same organisation",
        "arrives, reports.example agrees at acme.example._report._dmarc.reports.example",
        "forged mail of acme.example is refused",
    ] {
        assert!(ran.out.contains(words), "{words}: {}", ran.out);
    }
    let below = ask(HEALTHY, &["dmarc", "app.acme.example"]);
    assert!(below.out.contains("app.acme.example: reject, by np at _dmarc.acme.example"), "{}", below.out);
    let json = ask(HEALTHY, &["dmarc", "acme.example", "--format", "json"]).json();
    assert_eq!(json["schema"], "launch-ready.mail-dmarc/1");
    assert_eq!(
        (json["own"]["applied"].as_str(), json["organization"].as_str()),
        (Some("reject"), Some("acme.example"))
    );
    assert_eq!(json["destinations"].as_array().unwrap().len(), 2);
    assert_eq!((json["receivers"].as_array().unwrap().len(), json["stages"].as_array().unwrap().len()), (3, 0));
}

#[test]
fn dmarc_that_is_weak_faulty_or_missing_is_told_with_the_way_out() {
    let none = ask(
        "_dmarc.acme.example TXT v=DMARC1; p=none; rua=mailto:d@other.example\nother.example MX 0 .",
        &["dmarc", "acme.example"],
    );
    assert_eq!((none.code, none.first_word()), (0, "none"));
    assert!(
        none.out.contains("must publish TXT \"v=DMARC1;\" at acme.example._report._dmarc.other.example"),
        "{}",
        none.out
    );
    assert!(none.out.contains("other.example takes no mail") && none.out.contains("p=quarantine"), "{}", none.out);
    let test =
        ask("_dmarc.acme.example TXT v=DMARC1; p=reject; t=y; rua=mailto:d@acme.example", &["dmarc", "acme.example"]);
    assert_eq!(test.first_word(), "quarantine");
    assert!(test.out.contains("as t=y asks for one level less than reject"), "{}", test.out);
    let typo = ask("_dmarc.acme.example TXT v=DMARC1; p=rejekt", &["dmarc", "acme.example"]);
    assert_eq!(typo.first_word(), "missing");
    assert!(typo.out.contains("                ^^^^^^") && typo.out.contains("not in force"), "{}", typo.out);
    let missing = ask("acme.example A 192.0.2.1", &["dmarc", "acme.example"]);
    assert!(missing.out.contains("v=DMARC1; p=none; np=reject; rua=mailto:dmarc@acme.example"), "{}", missing.out);
    let several = ask(
        "_dmarc.acme.example TXT v=DMARC1; p=none\n_dmarc.acme.example TXT v=DMARC1; p=reject",
        &["dmarc", "acme.example"],
    );
    assert!(several.first_word() == "missing" && several.out.contains("keep one"), "{}", several.out);
    let silent = ask("_dmarc.acme.example TIMEOUT", &["dmarc", "acme.example"]);
    assert_eq!((silent.code, silent.first_word()), (3, "unknown"), "{silent:?}");
}

#[test]
fn a_healthy_domain_is_explained_and_has_nothing_to_change() {
    let ran = ask(HEALTHY, &["explain", "acme.example"]);
    assert_eq!(ran.code, 0);
    for words in [
        "acme.example: your own mail proves who it is from, and forgeries are refused",
        "Google Workspace (include:_spf.google.com, 1 network)",
        "the network 192.0.2.0/24",
        "everyone else is suspected by the list (~all)",
        "1 key: google",
        "Gmail takes invoices",
        "Outlook.com takes invoices",
        "nothing: every record that was looked at is in order",
    ] {
        assert!(ran.out.contains(words), "{words}: {}", ran.out);
    }
    assert!(ran.out.lines().all(|line| line.chars().count() <= 100), "{}", ran.out);
    let json = ask(HEALTHY, &["explain", "acme.example", "--format", "json"]).json();
    assert_eq!(json["schema"], "launch-ready.mail-explain/1");
    assert_eq!(json["senders"][0]["who"], "Google Workspace");
    assert_eq!(json["inboxes"][0]["outcome"], "arrives");
    assert_eq!(json["first"].as_array().unwrap().len(), 0);
    let markdown = ask(HEALTHY, &["explain", "acme.example", "--format", "markdown"]);
    assert!(
        markdown.out.starts_with("# Mail of acme.example\n") && markdown.out.contains("\n## What to change first\n")
    );
}

#[test]
fn what_is_told_of_invoices_claims_no_more_than_was_seen() {
    let told = |zone: &str, more: &[&str]| {
        let json = ask(zone, &[&["explain", "acme.example", "--format", "json"], more].concat()).json();
        let inbox = &json["inboxes"][0];
        (inbox["outcome"].as_str().unwrap().to_owned(), inbox["why"].as_str().unwrap().to_owned())
    };
    // A key can have any selector, so a missing list alone is no proof; named selectors without keys are one.
    let (outcome, why) = told("acme.example MX 1 a.example", &[]);
    assert!(outcome == "at_risk" && why.contains("only with a DKIM signature"), "{why}");
    let (outcome, why) = told("acme.example MX 1 a.example", &["--selector", "s9"]);
    assert!(outcome == "fails" && why.contains("there is neither"), "{why}");
    // A fault behind a sender leaves that sender alone.
    let dead = "acme.example TXT v=spf1 ip4:192.0.2.1 include:gone.example -all\nacme.example MX 1 a.example";
    let (outcome, why) = told(dead, &[]);
    assert!(outcome == "at_risk" && why.contains("named before the fault"), "{why}");
    assert_eq!(ask(dead, &["spf", "acme.example", "--ip", "192.0.2.1"]).first_word(), "pass");
}

#[test]
fn what_to_change_first_is_ready_to_paste() {
    let two = "acme.example TXT v=spf1 include:_spf.google.com ~all\nacme.example TXT v=spf1 include:spf.mtasv.net -all
        _spf.google.com TXT v=spf1 ip4:198.51.100.0/24 ~all\nspf.mtasv.net TXT v=spf1 ip4:192.0.2.0/24 ~all
        acme.example MX 1 smtp.google.com";
    let json = ask(two, &["explain", "acme.example", "--format", "json"]).json();
    let first = &json["first"][0];
    assert_eq!(first["what"], "Replace the SPF records by one");
    assert_eq!(first["records"][0]["value"], "v=spf1 include:_spf.google.com include:spf.mtasv.net ~all");
    assert!(json["first"][1]["how"].as_str().unwrap().contains("Google Workspace: in the Admin console"));
    assert_eq!(json["first"][2]["records"][0]["name"], "_dmarc.acme.example");
    let missing = ask("acme.example MX 1 acme-com.mail.protection.outlook.com", &["explain", "acme.example"]);
    assert!(
        missing.out.contains("acme.example  TXT  v=spf1 include:spf.protection.outlook.com ~all"),
        "{}",
        missing.out
    );
    assert!(missing.out.contains("your own mail is at risk"), "{}", missing.out);
    let open = ask(
        "acme.example TXT v=spf1 mx +all\nacme.example MX 1 a.example\na.example A 192.0.2.1",
        &["explain", "acme.example"],
    );
    assert!(open.out.contains("TXT  v=spf1 mx ~all") && open.out.contains("protects nobody"), "{}", open.out);
    let silent = ask(
        "acme.example TXT v=spf1 -all\nacme.example MX 0 .\n_dmarc.acme.example TXT v=DMARC1; p=reject; np=reject; rua=mailto:a@acme.example",
        &["explain", "acme.example"],
    );
    assert!(silent.out.contains("the domain sends no mail, and forgeries are refused"), "{}", silent.out);
    assert_eq!(ask("acme.example TIMEOUT\n_dmarc.acme.example TIMEOUT", &["explain", "acme.example"]).code, 3);
    // A name that only ends in "all" is no end of the record.
    let small = "acme.example TXT v=spf1 include:small.example -all\nsmall.example TXT v=spf1 ip4:192.0.2.1 -all";
    assert!(!ask(small, &["explain", "acme.example"]).out.contains("sends no mail"));
}

#[test]
fn a_domain_without_mail_gets_the_locked_down_records() {
    let null = ask("acme.example MX 0 .", &["explain", "acme.example"]);
    assert!(null.out.contains("acme.example  TXT  v=spf1 -all") && !null.out.contains("MX  0 ."), "{}", null.out);
    let bare = ask("acme.example A 192.0.2.1", &["explain", "acme.example"]);
    for words in ["If the domain sends no mail", "acme.example  TXT  v=spf1 -all", "acme.example  MX  0 .", "p=reject"]
    {
        assert!(bare.out.contains(words), "{words}: {}", bare.out);
    }
}

#[test]
fn a_wildcard_makes_no_keys() {
    let key = "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";
    let zone = format!("{HEALTHY}\n*._domainkey.acme.example TXT {key}");
    assert!(ask(&zone, &["explain", "acme.example"]).out.contains("no DKIM key was found"));
    assert!(ask(&zone, &["explain", "acme.example", "--selector", "s7"]).out.contains("1 key: s7"));
    let revoked = HEALTHY.replace("k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=", "p=");
    assert!(ask(&revoked, &["explain", "acme.example"]).out.contains("no DKIM key was found"));
}

#[test]
fn a_resolver_that_is_not_there_is_no_answer_and_no_verdict() {
    let nowhere = "127.0.0.1:9".parse().unwrap();
    assert_eq!(mail(nowhere, &["spf", "--ip", "192.0.2.1", "--mail-from", "a@acme.example"]).first_word(), "temperror");
    for command in ["spf", "dmarc", "explain"] {
        let ran = mail(nowhere, &[command, "acme.example"]);
        assert_eq!(ran.code, 3, "{ran:?}");
    }
    let ran = run(&["mail", "spf", "acme.example", "--resolver", "dns.example"], &[]);
    assert!(ran.code == 2 && ran.err.contains("--resolver"), "{ran:?}");
}

#[test]
fn every_command_has_help_with_examples() {
    for command in ["spf", "dmarc", "dkim", "explain", "test"] {
        let ran = run(&["mail", command, "--help"], &[]);
        let examples =
            ran.out.lines().filter(|line| line.starts_with(&format!("  launch-ready mail {command} "))).count();
        assert!(ran.code == 0 && examples >= 2, "{}", ran.out);
        assert!(ran.out.contains("Exit codes: 0 "), "{}", ran.out);
    }
    assert_eq!(run(&["mail"], &[]).code, 2);
    assert_eq!(run(&["mail", "spff"], &[]).code, 2);
}

#[test]
fn launch_toml_names_the_selectors_and_the_sender() {
    let key = "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";
    let resolver = Server::start(Zone::of(&format!("nordic7._domainkey.acme.example TXT {key}"))).address.to_string();
    let folder = tempfile::tempdir().unwrap();
    let toml = "[mail]\nsending = [\"acme.example\"]\nselectors = [\"nordic7\"]\n";
    std::fs::write(folder.path().join("launch.toml"), toml).unwrap();
    let ran = run_in(folder.path(), &["mail", "explain", "acme.example", "--resolver", &resolver], &[]);
    assert!(ran.out.contains("1 key: nordic7"), "{ran:?}");
    let sent = ["mail", "test", "--to", "bob@other.example", "--smtp", "smtp://127.0.0.1:9", "--resolver", &resolver];
    let ran = run_in(folder.path(), &sent, &[]);
    assert!(ran.out.contains("from     postmaster@acme.example"), "{ran:?}");
}

/// The rows of `check` with a message that the domain sent, given by its file.
fn judged_by(sample: &str, file: &str) -> (Ran, String) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("sent.eml"), sample).unwrap();
    let resolver = Server::start(Zone::of(HEALTHY)).address.to_string();
    let arguments = ["check", "acme.example", "--check", "mail", "--mail-sample", file, "--all", "--no-state"];
    let reach = ["--resolver", &resolver, "--rdap", "off", "--timeout", "1", "--deadline", "10", "-o", "report.json"];
    let ran = run_in(folder.path(), &[&arguments[..], &reach].concat(), &[]);
    let report = std::fs::read_to_string(folder.path().join("report.json")).unwrap_or_default();
    (ran, report)
}

fn state_of(report: &str, check: &str) -> String {
    let report: serde_json::Value = serde_json::from_str(report).unwrap();
    let rows = report["rows"].as_array().unwrap().iter();
    let row = rows.into_iter().find(|row| row["check"] == check && row["subject"]["name"] == "acme.example");
    row.unwrap_or_else(|| panic!("no row {check}"))["state"].as_str().unwrap().to_owned()
}

#[test]
fn a_message_that_was_sent_names_its_selector_and_shows_its_alignment() {
    let signed = "Return-Path: <b@acme.example>\r\nDKIM-Signature: v=1; a=ed25519-sha256; d=acme.example; s=google;\r\n h=from; bh=AAAA; b=AAAA\r\nFrom: Ann <ann@acme.example>\r\n\r\nsecret body\r\n";
    let (ran, report) = judged_by(signed, "sent.eml");
    assert_eq!(state_of(&report, "mail/sample-not-aligned"), "pass", "{ran:?}");
    assert_eq!(state_of(&report, "mail/dkim-key-missing"), "pass", "the selector in the message is taken for named");
    assert!(!format!("{ran:?}{report}").contains("secret body"));
    let foreign = signed.replace("acme.example; s=", "mailer.example; s=").replace("b@acme", "b@mailer");
    let (ran, report) = judged_by(&foreign, "sent.eml");
    assert_eq!(state_of(&report, "mail/sample-not-aligned"), "fail", "{ran:?}");
}

#[test]
fn a_message_that_is_not_there_is_a_mistake_of_the_user() {
    let (ran, _) = judged_by("From: a@acme.example\r\n\r\n", "other.eml");
    assert!(ran.code == 2 && ran.err.contains("other.eml"), "{ran:?}");
}
