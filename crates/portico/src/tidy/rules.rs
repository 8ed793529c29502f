//! Rules on one file at a time: purpose, length, leftovers, SQL in pages, styles, words.

use super::Breaches;
use super::source::Source;
use super::sql;

const FILE_LINES_MAX: usize = 500;
const FUNCTION_LINES_MAX: usize = 60;

/// Words the glossary and the look put aside, as people would read them on a screen.
const PUT_ASIDE: [&str; 25] = [
    "add to cart",
    "admin",
    "api key",
    "available credit balance",
    "basket",
    "client",
    "eta",
    "grn",
    "line item",
    "merchant",
    "moq",
    "oops",
    "operator",
    "organisation",
    "permission group",
    "please",
    "proposal",
    "rma",
    "shipping address",
    "shopping list",
    "successfully",
    "surcharge",
    "sync status",
    "vendor",
    "your supplier",
];

pub fn purpose(file: &Source) -> Breaches {
    if file.text.starts_with("//! ") {
        return Vec::new();
    }
    vec![format!("{}:1 does not open with a `//!` sentence that says what it is for", file.path)]
}

pub fn file_length(file: &Source) -> Breaches {
    let lines = file.text.lines().count();
    if lines <= FILE_LINES_MAX {
        return Vec::new();
    }
    vec![format!("{}:1 has {lines} lines; {FILE_LINES_MAX} is the wall", file.path)]
}

pub fn function_length(file: &Source) -> Breaches {
    functions(&file.code)
        .filter(|(_, _, lines)| *lines > FUNCTION_LINES_MAX)
        .map(|(at, name, lines)| {
            format!("{} {name} has {lines} lines; {FUNCTION_LINES_MAX} is the wall", file.place(at))
        })
        .collect()
}

/// Start, name and lines of each function that has a body.
fn functions(code: &str) -> impl Iterator<Item = (usize, &str, usize)> {
    code.match_indices("fn ").filter_map(move |(at, _)| {
        let starts_a_word =
            code[..at].chars().next_back().is_none_or(|c| c.is_whitespace() || c == '(');
        let name = code[at + 3..].split(|c: char| !(c.is_alphanumeric() || c == '_')).next()?;
        if !starts_a_word || name.is_empty() {
            return None;
        }
        let end = at + body_end(&code[at..])?;
        Some((at, name, code[at..end].matches('\n').count() + 1))
    })
}

/// The byte after a function's closing brace; none where a `;` comes first.
fn body_end(code: &str) -> Option<usize> {
    let mut braces = 0_usize;
    let mut brackets = 0_usize;
    for (at, c) in code.char_indices() {
        match c {
            '(' | '[' => brackets += 1,
            ')' | ']' => brackets = brackets.saturating_sub(1),
            ';' if braces == 0 && brackets == 0 => return None,
            '{' => braces += 1,
            '}' => {
                braces = braces.saturating_sub(1);
                if braces == 0 {
                    return Some(at + 1);
                }
            }
            _ => {}
        }
    }
    None
}

/// Marks of unfinished work, tests that are skipped, and tests that wait for time to pass.
pub fn left_for_later(file: &Source) -> Breaches {
    let marks = ["TODO", "FIXME", "XXX", "HACK"].iter().filter(|_| !file.path.contains("/tidy/"));
    let in_text = marks.flat_map(|mark| {
        let places = file.text.match_indices(*mark);
        places.map(move |(at, _)| format!("{} {mark}: finish it, or open an issue", file.place(at)))
    });
    let forbidden = ["#[ignore", "todo!(", "unimplemented!("];
    let in_code = forbidden.iter().flat_map(|mark| {
        let places = file.code.match_indices(*mark);
        places.map(move |(at, _)| format!("{} {mark} is not used here", file.place(at)))
    });
    let tests = &file.code[file.tests_from..];
    let sleeps = tests.match_indices("sleep(").filter(|_| file.path.starts_with("crates/portico/"));
    let sleeps = sleeps.map(|(at, _)| {
        format!("{} a test that sleeps: give it the clock", file.place(file.tests_from + at))
    });
    in_text.chain(in_code).chain(sleeps).collect()
}

pub fn sql_in_pages(file: &Source) -> Breaches {
    if !file.is_page() || file.slice().is_none() {
        return Vec::new();
    }
    file.quotes
        .iter()
        .filter(|(at, text)| *at < file.tests_from && sql::is_sql(text))
        .map(|(at, _)| {
            format!("{} SQL in a page: it belongs in store.rs or the verb", file.place(*at))
        })
        .collect()
}

pub fn inline_styles(file: &Source) -> Breaches {
    let places = file
        .code
        .match_indices("style=")
        .filter(|(at, _)| file.code[..*at].ends_with(|c: char| c.is_whitespace()));
    places
        .map(|(at, _)| format!("{} an inline style: the content policy refuses it", file.place(at)))
        .collect()
}

/// Words put aside, in the values of a file of words.
pub fn words(path: &str, text: &str) -> Breaches {
    let mut found = Vec::new();
    for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.starts_with('#')) {
        let value = line.split_once(" = ").map_or(line, |(_, value)| value);
        let spoken = outside_braces(value).to_lowercase();
        for word in PUT_ASIDE.iter().filter(|word| has_word(&spoken, word)) {
            found.push(format!("{path}:{} says '{word}': see GLOSSARY.md", number + 1));
        }
        if spoken.contains('!') {
            found.push(format!("{path}:{} has an exclamation mark", number + 1));
        }
    }
    found
}

/// Names of values between braces are for programs.
fn outside_braces(value: &str) -> String {
    let mut depth = 0_usize;
    let mut kept = String::new();
    for c in value.chars() {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ if depth == 0 => kept.push(c),
            _ => {}
        }
    }
    kept
}

fn has_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + word.len()..].chars().find(|c| *c != 's');
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    })
}

/// Assets are our own: text files of a kind we write by hand.
pub fn foreign(path: &str) -> Breaches {
    let own = [".css", ".js", ".svg", ".ftl", ".txt", ".md"];
    let minified =
        path.contains(".min.") || path.contains("vendor") || path.contains("node_modules");
    if own.iter().any(|kind| path.ends_with(kind)) && !minified {
        return Vec::new();
    }
    vec![format!("{path}: no file of others is committed; let a package bring it")]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(text: &str) -> Source {
        Source::new("crates/portico/src/quotes/pages.rs", text)
    }

    #[test]
    fn each_rule_sees_its_breach() {
        assert_eq!(purpose(&page("use x;")).len(), 1);
        assert_eq!(file_length(&page(&"\n".repeat(501))).len(), 1);
        let long = format!("fn f(a: [u8; 3]) {{\n{}}}\n", "    let x = \"}\";\n".repeat(60));
        assert_eq!(function_length(&page(&long)).len(), 1);
        assert_eq!(sql_in_pages(&page("const A: &str = \"select id from quotes\";")).len(), 1);
        assert_eq!(inline_styles(&page("html! { div style=\"x\" {} }")).len(), 1);
        assert_eq!(
            words("en.ftl", "a = Your basket\nb = { $vendor }\nc = Clients\nd = Best!\n").len(),
            3
        );
        assert_eq!(foreign("assets/js/htmx.min.js").len(), 1);
        assert_eq!(
            left_for_later(&page(&format!("// {}: later\n", ["TO", "DO"].concat()))).len(),
            1
        );
    }

    #[test]
    fn each_rule_lets_good_code_pass() {
        let good = page("//! Pages of quotations.\nfn f() {\n    let text = \"fn long() {\";\n}\n");
        for rule in
            [purpose, file_length, function_length, sql_in_pages, inline_styles, left_for_later]
        {
            assert_eq!(rule(&good), Vec::<String>::new());
        }
    }
}
