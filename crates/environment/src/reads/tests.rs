//! Each idiom with what it means when the variable is missing.

use super::*;
use Fallback::{Fails, Literal, None as Nothing, Other, Validated};

fn found(path: &str, text: &str) -> Vec<(String, Fallback)> {
    reads(path, text).into_iter().map(|r| (r.name, r.fallback)).collect()
}

fn expect(path: &str, text: &str, want: &[(&str, Fallback)]) {
    let want: Vec<_> = want.iter().map(|(n, f)| ((*n).to_owned(), f.clone())).collect();
    assert_eq!(found(path, text), want, "{path}: {text}");
}

const PLAIN: Fallback = Literal(ValueClass::Plain);

#[test]
fn javascript_members() {
    expect("a.ts", "const a = process.env.A!", &[("A", Nothing)]);
    expect("a.js", "x(process.env['A_B'] || 'http://localhost:3000')", &[("A_B", Literal(ValueClass::Localhost))]);
    expect("a.js", "const p = process.env.A ?? 3", &[("A", PLAIN)]);
    expect("a.js", "process.env.A ?? throw new Error()", &[("A", Fails)]);
    expect("a.js", "process.env?.A", &[("A", Nothing)]);
    expect("a.vue", "<script>const a = import.meta.env.VITE_A; import.meta.env.DEV</script>", &[("VITE_A", Nothing)]);
    expect("a.js", "`x ${process.env.A} y`", &[("A", Nothing)]);
    expect("a.ts", "Deno.env.get(\"A\") ?? \"b\"", &[("A", PLAIN)]);
    expect("a.ts", "Bun.env.A", &[("A", Nothing)]);
}

#[test]
fn javascript_that_reads_nothing() {
    expect("a.js", "// process.env.A\n/* process.env.B */ 'process.env.C'", &[]);
    expect("a.js", "process.env.A = 'x'; process.env.B ??= 'y'", &[]);
    expect("a.js", "process.env.hasOwnProperty('A'); other.process.env.A", &[]);
}

#[test]
fn javascript_aliases_and_destructuring() {
    expect("a.js", "const env = process.env;\nuse(env.A, x.env.B)", &[("A", Nothing)]);
    expect("a.js", "const { A, B: b, C = 'd' } = process.env", &[("A", Nothing), ("B", Nothing), ("C", PLAIN)]);
}

#[test]
fn javascript_schemas() {
    let zod = "import { z } from 'zod';\nconst env = z.object({\n  AA: z.string().min(1),\n  BB: z.string().optional(),\n  CC: z.coerce.number().default(3),\n}).parse(process.env);";
    expect("env.ts", zod, &[("AA", Validated), ("BB", Other), ("CC", PLAIN)]);
    let envalid = "const env = cleanEnv(process.env, { AA: str(), BB: port({ default: 3000 }) })";
    expect("env.ts", envalid, &[("AA", Validated), ("BB", PLAIN)]);
    let t3 = "export const env = createEnv({ server: { AA: z.string() }, client: { NEXT_PUBLIC_B: z.string() }, runtimeEnv: { AA: process.env.AA } })";
    let names: Vec<_> = found("env.mjs", t3).into_iter().map(|r| r.0).collect();
    assert_eq!(names, ["AA", "NEXT_PUBLIC_B", "AA"]);
    expect("a.ts", "z.object({ NAME: z.string() })", &[]);
}

#[test]
fn python_readers() {
    expect("s.py", "import os\nK = os.environ['A']\nos.environ['B'] = 'x'\ndel os.environ['C']", &[("A", Fails)]);
    expect(
        "s.py",
        "os.environ.get('A')\nos.environ.get('B', 'changeme')",
        &[("A", Nothing), ("B", Literal(ValueClass::Placeholder))],
    );
    expect("s.py", "os.getenv('A', None)\nos.getenv('B') or 'x'", &[("A", Other), ("B", PLAIN)]);
    expect("s.py", "x = f\"{os.environ['A']}/b\"  # os.environ['B']", &[("A", Fails)]);
    expect(
        "s.py",
        "import environ\nenv = environ.Env()\nA = env('A')\nB = env.bool('B', default=False)\nD = env.db()",
        &[("A", Fails), ("B", PLAIN), ("DATABASE_URL", Fails)],
    );
    expect(
        "s.py",
        "from decouple import config\nA = config('A', cast=int)\nB = config('B', default='', cast=Csv())",
        &[("A", Fails), ("B", Literal(ValueClass::Empty))],
    );
    expect("s.py", "def config(name): pass\nconfig('A')", &[]);
}

#[test]
fn python_settings_classes() {
    let text = "from pydantic_settings import BaseSettings\n\nclass Settings(BaseSettings):\n    model_config = SettingsConfigDict(env_prefix=\"APP_\")\n    database_url: str\n    debug: bool = False\n    note: str | None = None\n    key: SecretStr = Field(..., alias=\"SECRET_KEY\")\n    tags: dict[str, str] = {}\n\n    def url(self) -> str:\n        x: int = 3\n        return \"\"\n\nclass Other(BaseModel):\n    name: str\n";
    expect(
        "settings.py",
        text,
        &[
            ("APP_DATABASE_URL", Validated),
            ("APP_DEBUG", PLAIN),
            ("APP_NOTE", Other),
            ("SECRET_KEY", Validated),
            ("APP_TAGS", Other),
        ],
    );
}

#[test]
fn ruby_readers() {
    expect("a.rb", "ENV['A']; ENV[\"B\"] || 'x'; ENV['C'] ||= 'y'; ENV['D'] = 'z'", &[("A", Nothing), ("B", PLAIN)]);
    expect(
        "a.rb",
        "ENV.fetch('A')\nENV.fetch('B', 5)\nENV.fetch('C') { 'x' }",
        &[("A", Fails), ("B", PLAIN), ("C", PLAIN)],
    );
    expect(
        "config/database.yml",
        "url: <%= ENV['DATABASE_URL'] %>\nport: <%= ENV.fetch(\"P\") { 5 } %>",
        &[("DATABASE_URL", Nothing), ("P", PLAIN)],
    );
    expect("a.rb", "puts \"#{ENV['A']}\" # ENV['B']", &[("A", Nothing)]);
}

#[test]
fn php_readers() {
    expect(
        "config/app.php",
        "<?php return ['a' => env('A', 'x'), 'b' => env('B'), 'c' => getenv('C') ?: 'y'];",
        &[("A", PLAIN), ("B", Nothing), ("C", PLAIN)],
    );
    expect(
        "a.php",
        "<?php $x = $_ENV['A'] ?? null; $y = \"{$_ENV['B']}\"; $z->env('C'); # env('D')",
        &[("A", Other), ("B", Nothing)],
    );
}

#[test]
fn go_rust_java_csharp_elixir_prisma() {
    expect("a.go", "x := os.Getenv(\"A\")\ny, ok := os.LookupEnv(\"B\")", &[("A", Nothing), ("B", Other)]);
    expect(
        "a.go",
        "type C struct {\n A string `env:\"A,required\"`\n B int `env:\"B\" envDefault:\"3\"`\n D string `json:\"d\"`\n}",
        &[("A", Validated), ("B", PLAIN)],
    );
    expect(
        "a.rs",
        "std::env::var(\"A\")?; env::var(\"B\").unwrap_or(\"x\".into()); env!(\"C\"); env!(\"CARGO_PKG_NAME\");",
        &[("A", Fails), ("B", PLAIN), ("C", Fails)],
    );
    expect("a.rs", "#[arg(long, env = \"PORT_X\", default_value = \"8080\")]\nport: u16", &[("PORT_X", PLAIN)]);
    expect(
        "a.java",
        "System.getenv(\"A\"); @Value(\"${B_C:dev}\") String b; @Value(\"${app.name}\") String c;",
        &[("A", Nothing), ("B_C", PLAIN)],
    );
    expect("a.kt", "System.getenv(\"A\") ?: throw IllegalStateException()", &[("A", Fails)]);
    expect("a.cs", "Environment.GetEnvironmentVariable(\"A\") ?? \"x\"", &[("A", PLAIN)]);
    expect(
        "application.yml",
        "url: ${DB_URL}\npool: ${POOL:5}\nname: ${spring.name}",
        &[("DB_URL", Fails), ("POOL", PLAIN)],
    );
    expect(
        "runtime.exs",
        "System.fetch_env!(\"A\")\nSystem.get_env(\"B\") || raise \"no\"\nSystem.get_env(\"C\", \"x\")",
        &[("A", Fails), ("B", Fails), ("C", PLAIN)],
    );
    expect("schema.prisma", "url = env(\"DATABASE_URL\") // env(\"X\")", &[("DATABASE_URL", Fails)]);
}

#[test]
fn shell_reads_what_it_does_not_set() {
    let text = "#!/bin/sh\nNAME=x\nfor FF in a b; do echo $FF; done\necho \"$NAME ${AA:-b} ${BB:?need} $CC\" # $DD\n: ${EE=}\nFF=${FF:-1}\n";
    expect("run.sh", text, &[("AA", PLAIN), ("BB", Fails), ("CC", Nothing), ("EE", Literal(ValueClass::Empty))]);
}

#[test]
fn places_are_those_of_the_name() {
    let read = &reads("a.js", "\n  use(process.env.ABC)")[0];
    assert_eq!((read.place.line, read.place.column), (2, 19));
}

proptest::proptest! {
    #[test]
    fn any_text_gives_an_answer(text in "(process\\.env|import\\.meta\\.env|os\\.environ|ENV|env|getenv|class|BaseSettings|z\\.object|[.\\[\\]({})=:,'\"`$ \n]|[A-Z]{1,3}){0,40}") {
        for path in ["a.js", "a.py", "a.rb", "a.php", "a.go", "a.rs", "a.java", "a.sh", "a.exs", "a.prisma", "application.yml"] {
            let _ = reads(path, &text);
        }
    }
}
