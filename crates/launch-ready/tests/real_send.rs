//! `launch-ready mail test` through a real Postfix, read back from its Maildir and from a real Dovecot. Missing servers fail the test; `./test` installs them.
#![allow(clippy::unwrap_used, missing_docs)]

use std::process::Command;

#[test]
fn a_message_through_postfix_is_read_back_from_its_maildir_and_over_imap_and_judged() {
    let folder = std::env::temp_dir().join(format!("launch-ready-send-{}", std::process::id()));
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/real/send.sh");
    let out = Command::new("unshare")
        .args(["--net", "bash", script, env!("CARGO_BIN_EXE_launch-ready")])
        .arg(&folder)
        .output()
        .unwrap();
    assert!(out.status.success(), "{}{}", String::from_utf8_lossy(&out.stdout), String::from_utf8_lossy(&out.stderr));
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap();
    for (name, code, words) in [
        ("own", "0", &["over TLS 1.3", "pass  the message is authenticated as acme.example", "SPF  pass"][..]),
        ("forged", "1", &["fail  nothing proves that the message is from forged.example", "SPF  fail"]),
        ("imap", "0", &["in INBOX", "It arrived in INBOX", "pass  the message is authenticated as acme.example"]),
        ("imaps", "1", &["\"mailbox\": \"INBOX\"", "\"dmarc\": \"fail\""]),
        ("wrong", "3", &["Nothing was sent: the mailbox could not be read: refused at AUTHENTICATE"]),
        ("nowhere", "3", &["The message was sent, but the mailbox could not be read: Spam: refused at EXAMINE"]),
        ("relay", "1", &["not sent: refused at RCPT TO: 554 5.7.1", "Relay access denied"]),
    ] {
        let text = format!("{}{}", read(&format!("{name}.out")), read(&format!("{name}.err")));
        assert_eq!(read(&format!("{name}.exit")).trim(), code, "{name}: {text}");
        words.iter().for_each(|words| assert!(text.contains(words), "{words} in {name}: {text}"));
    }
    assert!(read("own.out").contains("203.0.113.21 greeted as 203.0.113.21 and sent for ann@acme.example"));
    // Two for the Maildir, two for IMAP, one for the mailbox that is not there; with the wrong password none.
    let messages = read("messages");
    assert_eq!(messages.lines().filter(|line| line.contains(".V")).count(), 5, "{messages}");
    // Looking for them marks none as seen.
    assert!(!messages.contains(":2,S"), "{messages}");
    std::fs::remove_dir_all(folder).ok();
}
