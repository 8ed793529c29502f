//! Finds the SQL literals of the program: texts between quotes, and texts put together by `concat!` and by macros that
//! answer a literal.

use std::collections::HashMap;

use super::source::Source;
use super::sql;

/// One statement of the program.
pub struct Statement {
    /// Where it stands: `path:line`.
    pub place: String,
    /// Its text, as the database gets it.
    pub text: String,
    /// The name of the constant that holds it, if one does.
    pub constant: Option<String>,
}

/// Every statement of the program (not of its tests), in order.
pub fn all(sources: &[Source]) -> Vec<Statement> {
    sources.iter().flat_map(|source| of_file(sources, source)).collect()
}

fn of_file(sources: &[Source], source: &Source) -> Vec<Statement> {
    let mut found = Vec::new();
    let code = source.program();
    let mut at = 0;
    while let Some(step) = code[at..].find(['"', '!']) {
        let start = word_start(code, at + step);
        if code[start..].starts_with("macro_rules!") {
            at = end_of_group(code, start);
            continue;
        }
        let mut reader = Reader { sources, source, at: start, depth: 0 };
        match reader.text(&HashMap::new()) {
            Some(text) => {
                if sql::is_sql(&text) {
                    let constant = constant_before(&code[..start]);
                    found.push(Statement { place: source.place(start), text, constant });
                }
                at = reader.at.max(at + step + 1);
            }
            None if code.as_bytes()[at + step] == b'"' => at = end_of_quote(code, at + step),
            None => at += step + 1,
        }
    }
    found
}

/// Where the name before a `!` begins; a quote begins where it stands.
fn word_start(code: &str, at: usize) -> usize {
    let word = code[..at].trim_end_matches(|c: char| c.is_alphanumeric() || c == '_');
    if code.as_bytes()[at] == b'"' { at } else { word.len() }
}

fn end_of_quote(code: &str, at: usize) -> usize {
    code[at + 1..].find('"').map_or(code.len(), |end| at + end + 2)
}

/// The end of the first bracketed group after `at`, whatever the bracket.
fn end_of_group(code: &str, at: usize) -> usize {
    let mut depth = 0;
    for (step, c) in code[at..].char_indices() {
        match c {
            '(' | '{' | '[' => depth += 1,
            ')' | '}' | ']' => depth -= 1,
            _ => continue,
        }
        if depth == 0 {
            return at + step + 1;
        }
    }
    code.len()
}

/// The name in `const NAME: &str =`, when that is what stands before.
fn constant_before(before: &str) -> Option<String> {
    let declared = before
        .trim_end()
        .strip_suffix('=')?
        .trim_end()
        .strip_suffix("&str")?
        .trim_end()
        .strip_suffix(':')?;
    Some(declared.rsplit(' ').next()?.to_owned())
}

/// Reads one expression whose value is a text.
struct Reader<'s> {
    sources: &'s [Source],
    source: &'s Source,
    at: usize,
    depth: usize,
}

impl Reader<'_> {
    /// The text of the expression that begins here, and moves behind it; none if it is something else.
    fn text(&mut self, given: &HashMap<String, String>) -> Option<String> {
        self.skip_blanks();
        let rest = &self.source.code[self.at..];
        if rest.starts_with('"') {
            let (_, raw) = self.source.quotes.iter().find(|(start, _)| *start == self.at)?;
            self.at = end_of_quote(&self.source.code, self.at);
            return Some(unescaped(raw));
        }
        if let Some(name) = rest.strip_prefix('$') {
            let name = word(name);
            self.at += 1 + name.len();
            return given.get(name).cloned();
        }
        let name = word(rest);
        if name.is_empty() || !rest[name.len()..].starts_with("!(") || self.depth > 8 {
            return None;
        }
        self.at += name.len() + 2;
        let parts = self.parts(given)?;
        if name == "concat" { Some(parts.concat()) } else { self.called(name, parts) }
    }

    /// The texts up to the closing bracket.
    fn parts(&mut self, given: &HashMap<String, String>) -> Option<Vec<String>> {
        let mut parts = Vec::new();
        loop {
            self.skip_blanks();
            if self.takes(')') {
                return Some(parts);
            }
            parts.push(self.text(given)?);
            self.skip_blanks();
            self.takes(',');
        }
    }

    /// What a macro answers for these texts: its only rule takes literals, and its body is such an expression.
    fn called(&self, name: &str, parts: Vec<String>) -> Option<String> {
        let head = format!("macro_rules! {name} {{");
        let own = std::iter::once(self.source).chain(self.sources);
        let (source, start) =
            own.filter_map(|s| s.code.find(&head).map(|at| (s, at + head.len()))).next()?;
        let arrow = start + source.code[start..].find("=>")?;
        let names = source.code[start..arrow].split('$').skip(1).map(|name| word(name).to_owned());
        let given: HashMap<String, String> = names.zip(parts).collect();
        let body = arrow + source.code[arrow..].find('{')? + 1;
        Reader { sources: self.sources, source, at: body, depth: self.depth + 1 }.text(&given)
    }

    fn skip_blanks(&mut self) {
        let rest = &self.source.code[self.at..];
        self.at += rest.len() - rest.trim_start().len();
    }

    fn takes(&mut self, mark: char) -> bool {
        let there = self.source.code[self.at..].starts_with(mark);
        self.at += usize::from(there);
        there
    }
}

fn word(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '_');
    &text[..end.unwrap_or(text.len())]
}

/// A literal as the compiler reads it: a backslash at the end of a line swallows the blanks that follow.
fn unescaped(raw: &str) -> String {
    let mut text = String::new();
    let mut rest = raw;
    while let Some((before, after)) = rest.split_once('\\') {
        text.push_str(before);
        let mut letters = after.chars();
        rest = match letters.next() {
            Some('\n') => after.trim_start(),
            Some('n') => {
                text.push('\n');
                letters.as_str()
            }
            Some(other) => {
                text.push(other);
                letters.as_str()
            }
            None => "",
        };
    }
    text + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_and_what_macros_make_of_them() {
        let source = r#"
            const PLAIN: &str = "select a from t";
            macro_rules! inside { ($n:literal) => { concat!("t.x = ", $n) }; }
            macro_rules! page { ($key:literal, $rest:literal) => { concat!("select ", $key, " from t where ", inside!("$1"), $rest) }; }
            const MADE: &str = page!("a", " limit 1");
            fn f(tx: &mut Tx) {
                tx.exec("update t \
                         set a = 1", args![]);
                tx.all(concat!("select b from t where ", inside!("$2")), &rows);
                assert_eq!(x, "no statement", "{}", format!("select nothing {x}"));
            }
            #[cfg(test)]
            mod tests { const T: &str = "select c from t"; }
        "#
        .replace("            ", "");
        let sources = [Source::new("a.rs", &source)];
        let found: Vec<_> =
            all(&sources).into_iter().map(|s| (s.constant.unwrap_or_default(), s.text)).collect();
        let wanted = [
            ("PLAIN", "select a from t"),
            ("MADE", "select a from t where t.x = $1 limit 1"),
            ("", "update t set a = 1"),
            ("", "select b from t where t.x = $2"),
        ];
        assert_eq!(found, wanted.map(|(name, text)| (name.to_owned(), text.to_owned())));
    }
}
