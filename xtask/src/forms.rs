//! Reading the forms of a page, as a person without scripts would fill them in.

use crate::http::{Answer, Client};
use anyhow::Context;

/// Signs in as a person does, and answers the header of the cookie that the browser holds from then on.
///
/// # Errors
/// What the program answers in place of it.
pub fn sign_in(browser: &mut Client, email: &str, password: &str) -> anyhow::Result<String> {
    browser.set_headers("");
    let page = browser.get("/sign-in")?.want(200)?;
    browser.set_headers(&cookie(&page));
    let form = Form::find(&page.text(), "/sign-in").context("no form on /sign-in")?;
    let filled = form.filled(&[("text", email), ("email", email), ("password", password)]);
    Ok(cookie(&browser.post_form(&form.action, &filled)?.want(303)?))
}

fn cookie(answer: &Answer) -> String {
    let cookie = answer.header("set-cookie").and_then(|cookie| cookie.split(';').next());
    cookie.map_or_else(String::new, |cookie| format!("Cookie: {cookie}\r\n"))
}

/// A form of a page: where it goes, and its fields with what stands in them.
pub struct Form {
    /// The address it is sent to.
    pub action: String,
    /// Name, kind and value of each field.
    pub fields: Vec<(String, String, String)>,
}

impl Form {
    /// The form whose action starts so.
    pub fn find(html: &str, action: &str) -> Option<Form> {
        html.split("<form").skip(1).find_map(|rest| {
            let body = rest.split("</form>").next()?;
            let head = body.split('>').next()?;
            let to = value(head, "action").unwrap_or_default();
            to.starts_with(action).then(|| Form { action: to, fields: fields(body) })
        })
    }

    /// What is sent, with other values for the fields of these kinds.
    pub fn filled(&self, others: &[(&str, &str)]) -> Vec<(String, String)> {
        let of = |kind: &str, value: &str| {
            let other = others.iter().find(|(of, _)| *of == kind);
            other.map_or_else(|| value.to_owned(), |(_, value)| (*value).to_owned())
        };
        self.fields.iter().map(|(name, kind, value)| (name.clone(), of(kind, value))).collect()
    }

    /// What is sent, with another value for the field of this name.
    pub fn with(&self, name: &str, value: &str) -> Vec<(String, String)> {
        let others = self.fields.iter().filter(|(other, ..)| other != name);
        let kept = others.map(|(name, _, value)| (name.clone(), value.clone()));
        kept.chain([(name.to_owned(), value.to_owned())]).collect()
    }
}

/// What is chosen in a list: the option that says so, else the first.
fn chosen(list: &str) -> String {
    let options = list.split("<option").skip(1).filter_map(|rest| rest.split('>').next());
    let options: Vec<&str> = options.collect();
    let found = options.iter().find(|tag| tag.contains(" selected")).or(options.first());
    found.and_then(|tag| value(tag, "value")).unwrap_or_default()
}

fn fields(body: &str) -> Vec<(String, String, String)> {
    let inputs = body.split("<input").skip(1).filter_map(|rest| {
        let tag = rest.split('>').next()?;
        let kind = value(tag, "type").unwrap_or_else(|| "text".to_owned());
        let off = ["checkbox", "radio"].contains(&kind.as_str()) && !tag.contains("checked");
        let name = value(tag, "name").filter(|_| !off)?;
        Some((name, kind, value(tag, "value").unwrap_or_default()))
    });
    let lists = body.split("<select").skip(1).filter_map(|rest| {
        let name = value(rest.split('>').next()?, "name")?;
        let list = rest.split("</select>").next()?;
        Some((name, "select".to_owned(), chosen(list)))
    });
    inputs.chain(lists).collect()
}

fn value(tag: &str, name: &str) -> Option<String> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    let value = rest.split('"').next()?;
    Some(
        value
            .replace("&quot;", "\"")
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&amp;", "&"),
    )
}

#[cfg(test)]
mod tests {
    use super::Form;

    #[test]
    fn a_form_is_filled_in() {
        let html = r#"<form action="/search"><input name="q"></form>
            <form method="post" action="/sign-in?to=a&amp;b"><input type="hidden" name="csrf" value="x&quot;y">
            <input type="email" name="email"><input type="checkbox" name="stay">
            <select name="one"><option value="a">A</option><option value="b" selected>B</option></select></form>"#;
        let form = Form::find(html, "/sign-in").unwrap();
        assert_eq!(form.action, "/sign-in?to=a&b");
        let sent = form.filled(&[("email", "anna@acme.example")]);
        let owned = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
        let wanted = [("csrf", "x\"y"), ("email", "anna@acme.example"), ("one", "b")];
        assert_eq!(sent, wanted.map(owned));
        let wanted = [("csrf", "x\"y"), ("email", ""), ("one", "c")];
        assert_eq!(form.with("one", "c"), wanted.map(owned));
    }
}
