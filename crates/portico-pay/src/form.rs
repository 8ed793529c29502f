//! Bodies of nested names, as Stripe takes them: `line_items[0][price_data][currency]=eur`.

/// A body that is being filled.
#[derive(Default)]
pub(crate) struct Form(Vec<(String, String)>);

impl Form {
    /// One value under a path: `&["metadata", "portico"]` is `metadata[portico]`.
    pub(crate) fn set(mut self, path: &[&str], value: impl ToString) -> Form {
        let mut name = String::new();
        for (depth, part) in path.iter().enumerate() {
            match depth {
                0 => name.push_str(part),
                _ => name.extend(["[", part, "]"]),
            }
        }
        self.0.push((name, value.to_string()));
        self
    }

    /// The same where there is one.
    pub(crate) fn set_some(self, path: &[&str], value: Option<&str>) -> Form {
        match value {
            Some(value) => self.set(path, value),
            None => self,
        }
    }

    /// The body's text.
    pub(crate) fn text(&self) -> String {
        serde_urlencoded::to_string(&self.0).expect("pairs of texts can be written")
    }
}

#[cfg(test)]
mod tests {
    use super::Form;

    #[test]
    fn names_nest_and_values_are_escaped() {
        let form = Form::default()
            .set(&["mode"], "payment")
            .set(&["line_items", "0", "price_data", "unit_amount"], 24_700)
            .set(&["metadata", "portico_payment"], "PAY-7 & more")
            .set_some(&["customer_email"], None);
        assert_eq!(
            form.text(),
            "mode=payment&line_items%5B0%5D%5Bprice_data%5D%5Bunit_amount%5D=24700\
             &metadata%5Bportico_payment%5D=PAY-7+%26+more"
        );
    }
}
