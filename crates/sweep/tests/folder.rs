//! Folders and streams that are made to hurt, and exceptions that outlive changes.

mod support;

use secrets::FileKind;
use std::ffi::OsStr;
use std::io::Read;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{PermissionsExt, symlink};
use support::{Git, look, look_at_history, stripe, told};
use sweep::baseline::Baseline;
use sweep::gitleaks::{self, Ignore};
use sweep::{Known, folder, from_files, needles, stream};

fn line(seed: u64) -> String {
    format!("stripe = \"{}\"\n", stripe(seed))
}

#[test]
fn link_loops_odd_names_and_closed_files_are_no_trouble() {
    let git = Git::new();
    symlink(git.path(), git.path().join("loop")).expect("linked");
    symlink("/etc", git.path().join("outside")).expect("linked");
    symlink("nowhere", git.path().join("broken")).expect("linked");
    std::fs::write(git.path().join(OsStr::from_bytes(b"caf\xe9.js")), line(1)).expect("written");
    git.write("closed.js", &line(2));
    std::fs::set_permissions(git.path().join("closed.js"), std::fs::Permissions::from_mode(0o000)).expect("set");
    let (sweep, engine) = look(|job| folder::scan(git.path(), job));
    let told = told(&sweep, &engine);
    assert!(told.contains(&"stripe-live-key caf\\xe9.js".to_owned()), "{told:?}");
    // Root may read everything; anybody else is told that one file is missing.
    let read = std::fs::File::open(git.path().join("closed.js")).is_ok();
    assert_eq!(sweep.coverage.complete(), read, "{:?}", sweep.coverage.skipped());
    assert!(
        sweep.coverage.skipped().iter().any(|s| s.what.starts_with('3') && s.why.contains("symbolic links")),
        "{:?}",
        sweep.coverage.skipped()
    );
}

#[test]
fn one_line_of_any_length_is_read_in_pieces() {
    let before = 40u64 << 20;
    let secret = format!(" {}", line(1));
    let input = std::io::repeat(b'x')
        .take(before)
        .chain(secret.as_bytes())
        .chain(std::io::repeat(b'y').take(9 << 20))
        .chain(&b"\nsecond line\n"[..]);
    let (sweep, engine) = look(|job| stream::scan(input, "one.log", FileKind::LOG, job));
    let [finding] = sweep.findings.as_slice() else { panic!("{:?}", told(&sweep, &engine)) };
    assert_eq!((finding.line, finding.column), (1, before + 1 + "stripe = \"".len() as u64 + 1));
    assert_eq!(sweep.coverage.bytes, before + secret.len() as u64 + (9 << 20) + 13);
}

#[test]
fn a_secret_on_the_seam_of_two_pieces_is_told_once() {
    let text = line(1);
    let at = text.find("sk_").expect("there");
    for shift in [0, 5, text.len() - 2] {
        let before = (8u64 << 20) - at as u64 - shift as u64;
        let input =
            std::io::repeat(b'\n').take(before).chain(text.as_bytes()).chain(std::io::repeat(b'z').take(9 << 20));
        let (sweep, engine) = look(|job| stream::scan(input, "a.log", FileKind::LOG, job));
        assert_eq!(told(&sweep, &engine).len(), 1, "shift {shift}");
        assert_eq!(sweep.findings[0].line, before + 1);
    }
}

#[test]
fn a_baseline_survives_a_squash_and_a_move() {
    let git = Git::new();
    git.write("a.js", &line(1)).commit("one");
    git.write("b.js", "more\n").commit("two");
    let (sweep, engine) = look_at_history(git.path());
    let baseline = Baseline::of(sweep.findings.iter(), |r| engine.rules()[r].id.clone());
    let text = serde_json::to_string(&baseline).expect("written");
    git.run(&["mv", "a.js", "moved.js"]);
    git.write("moved.js", &format!("\n\n{}", line(1)));
    git.run(&["reset", "-q", "--soft", "HEAD~1"]);
    git.run(&["add", "-A"]);
    git.run(&["commit", "-q", "--amend", "-m", "squashed"]);
    git.write("new.js", &line(2)).commit("another");
    let (sweep, engine) = look_at_history(git.path());
    let baseline = Baseline::parse(&text).expect("reads what it wrote");
    let new: Vec<_> = sweep.findings.iter().filter(|f| !baseline.holds(f)).map(|f| f.path.as_str()).collect();
    assert_eq!(new, ["new.js"], "{:?}", told(&sweep, &engine));
}

#[test]
fn files_of_gitleaks_are_understood() {
    let read = gitleaks::read("title = \"x\"\n[extend]\nuseDefault = true\n[[rules]]\nid = \"acme\"\ndescription = \"Acme key\"\nregex = '''acme_([a-f0-9]{8})'''\nkeywords = [\"acme_\"]\n[[rules]]\nid = \"bad\"\nregex = '''a(?!b)'''\n[allowlist]\npaths = ['''^vendor/''']\ncommits = [\"abc\"]\n").expect("reads");
    assert_eq!(read.rules.len(), 1);
    assert_eq!(read.problems.len(), 1);
    assert!(read.paths.is_some_and(|p| p.is_match(b"vendor/x.js") && !p.is_match(b"src/vendor/x.js")));
    assert_eq!(read.commits, ["abc"]);
    let engine = secrets::Engine::with(read.rules).expect("valid");
    let hits = engine.scan(b"key: acme_9f3c1d7e\n", FileKind::of("a.txt"));
    assert_eq!(engine.rules()[hits[0].rule].id, "acme");

    let git = Git::new();
    git.write("a.js", &line(1)).write("b.js", &line(2));
    let (sweep, _) = look(|job| folder::scan(git.path(), job));
    let ignore = Ignore::read("# known\na.js:stripe-access-token:1\n");
    let left: Vec<_> = sweep.findings.iter().filter(|f| !ignore.holds(f)).map(|f| f.path.as_str()).collect();
    assert_eq!(left, ["b.js"]);
}

#[test]
fn a_known_value_is_found_whatever_its_form() {
    let git = Git::new();
    let value = "Kq7-zw2R.t9xL3v";
    git.write(".env", &format!("INTERNAL_SIGNING={value}\nPATH=/usr/local/bin:/opt/x9\nNEXT_PUBLIC_X=Zq8-ww3R.t9xL3v\nAPI_KEY=changeme-changeme\n"));
    let known: Vec<Known> = from_files(&[&git.path().join(".env")]);
    assert!(!format!("{known:?}").contains(value));
    let engine = secrets::Engine::new().expect("valid").knowing(&needles(&known));
    let hits = engine
        .scan(format!("!function(){{var a='{value}',b='Zq8-ww3R.t9xL3v'}}").as_bytes(), FileKind::of("app.min.js"));
    assert_eq!(hits.len(), 1);
    assert!(hits[0].known);
}
