//! MTA-STS and TLS-RPT.
#![allow(clippy::unwrap_used)]

mod common;

use common::{Memory, now};
use mail::mta_sts::{self, Mode, Policy};
use mail::{Problem, Published, tls_rpt};

const POLICY: &str =
    "version: STSv1\r\nmode: enforce\r\nmx: mail.example.com\r\nmx: *.Example.net\r\nmax_age: 604800\r\n";

fn places(text: &str, problems: Vec<Problem>) -> Vec<String> {
    for problem in &problems {
        assert!(
            !problem.message.ends_with('.') && !problem.message.starts_with(char::is_uppercase),
            "{}",
            problem.message
        );
    }
    problems.into_iter().map(|p| text[p.at].to_owned()).collect()
}

#[test]
fn an_announcement_is_read() {
    assert_eq!(mta_sts::Record::parse("v=STSv1; id=20160831085700Z;").unwrap().id, "20160831085700Z");
    assert!(!mta_sts::is_mta_sts("v=STSv10; id=1") && !mta_sts::is_mta_sts("v=STSv1"));
    let faulty = |text: &str| places(text, mta_sts::Record::parse(text).unwrap_err());
    assert_eq!(faulty("v=STSv1; id=2016-08-31"), ["id=2016-08-31"]);
    assert_eq!(faulty("v=STSv1; x=1"), ["v=STSv1; x=1"]);
    assert_eq!(faulty("v=stsv1; id=1"), ["v=stsv1;"]);
}

#[test]
fn an_announcement_is_looked_up() {
    let dns = Memory::of(
        "_mta-sts.example.com TXT v=STSv1; id=1
         _mta-sts.example.com TXT something else
         _mta-sts.two.example TXT v=STSv1; id=1
         _mta-sts.two.example TXT v=STSv1; id=2
         _smtp._tls.example.com TXT v=TLSRPTv1; rua=mailto:tls@example.com",
    );
    assert!(matches!(now(mta_sts::lookup(&dns, "Example.com.")), Published::Valid { .. }));
    assert!(matches!(now(mta_sts::lookup(&dns, "two.example")), Published::Several(_)));
    assert_eq!(now(mta_sts::lookup(&dns, "none.example")), Published::Nothing);
    assert!(matches!(now(tls_rpt::lookup(&dns, "example.com")), Published::Valid { .. }));
}

#[test]
fn a_policy_names_mail_servers() {
    let policy = Policy::parse(POLICY).unwrap();
    assert_eq!((policy.mode, policy.max_age), (Mode::Enforce, 604_800));
    assert!(policy.allows("Mail.example.com."));
    assert!(policy.allows("mx1.example.net"));
    assert!(!policy.allows("example.net") && !policy.allows("a.mx1.example.net") && !policy.allows(".example.net"));
    assert_eq!(mta_sts::policy_url("Example.com"), "https://mta-sts.example.com/.well-known/mta-sts.txt");
}

#[test]
fn line_ends_and_order_do_not_matter_and_unknown_fields_are_ignored() {
    let policy =
        Policy::parse("mode: testing\nfuture: x\nmax_age: 86400\n\nmx: a.example.com\nversion: STSv1").unwrap();
    assert_eq!(policy.mode, Mode::Testing);
    assert!(Policy::parse("version: STSv1\nmode: none\nmax_age: 86400").is_ok());
}

#[test]
fn a_field_that_stands_twice_is_noted() {
    let policy = Policy::parse(&format!("{POLICY}mode: none\r\n")).unwrap();
    assert_eq!(policy.mode, Mode::Enforce);
    assert_eq!(policy.notes.len(), 1);
}

#[test]
fn every_problem_of_a_policy_has_its_line() {
    let text = "version: STSv2\nmode: on\nmx: *\nhello\nmax_age: 99999999999\n";
    let problems = Policy::parse(text).unwrap_err();
    let lines: Vec<usize> = problems.iter().map(|problem| problem.line(text)).collect();
    assert_eq!(lines, [1, 2, 3, 4, 5]);
    assert_eq!(places(text, problems), ["STSv2", "on", "*", "hello", "99999999999"]);
    assert_eq!(Policy::parse("").unwrap_err().len(), 3);
    assert_eq!(Policy::parse("version: STSv1\nmode: enforce\nmax_age: 1").unwrap_err().len(), 1);
    assert!(Policy::parse(&"mx: a.example.com\n".repeat(10_000)).is_err());
}

#[test]
fn a_report_record_is_read() {
    let text = "v=TLSRPTv1; rua=mailto:tls@example.com,https://r.example.com/v1";
    let record = tls_rpt::Record::parse(text).unwrap();
    assert_eq!(record.rua.len(), 2);
    assert_eq!(record.to_string(), text);
    let faulty = |text: &str| places(text, tls_rpt::Record::parse(text).unwrap_err());
    assert_eq!(
        faulty("v=TLSRPTv1; rua=tls@example.com, http://x.org,mailto:x"),
        ["tls@example.com", "http://x.org", "mailto:x"]
    );
    assert_eq!(faulty("v=TLSRPTv1;"), ["v=TLSRPTv1;"]);
    assert_eq!(faulty("v=TLSRPTv1"), ["v=TLSRPTv1"]);
}
