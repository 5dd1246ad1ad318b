//! The inventory that travels with a form: what was pasted just now, or what was read before.
//!
//! It goes by POST alone and never into an address. Must not become part of the request, and must
//! not be handed to the plan's decoder.

use postern_plan::catalog::Catalog;
use postern_plan::inventory::Inventory;
use postern_plan::inventory::described::Fault;
use postern_plan::request::RequestError;

use crate::form::Form;

/// The field into which the AWS CLI's output is pasted.
pub const TEXT: &str = "inventory";

/// The hidden field that holds what was read.
pub const PACKED: &str = "inventory.z";

/// The fields of the inventory, as they were sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pasted {
    pub(crate) text: String,
    pub(crate) packed: String,
    pub(crate) faults: Vec<String>,
}

impl Pasted {
    /// The fields of the inventory among others, and the others.
    pub fn split(pairs: Vec<(String, String)>) -> (Self, Vec<(String, String)>) {
        let (mine, others): (Vec<_>, Vec<_>) = pairs
            .into_iter()
            .partition(|(name, _)| name == TEXT || name == PACKED);
        let last = |wanted: &str| {
            let found = mine.iter().rfind(|(name, _)| name == wanted);
            found.map_or_else(String::new, |(_, value)| value.trim().to_owned())
        };
        let pasted = Self {
            text: last(TEXT),
            packed: last(PACKED),
            faults: Vec::new(),
        };
        (pasted, others)
    }

    /// What was pasted and is not read yet.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Something was pasted and is not read yet.
    pub fn is_unread(&self) -> bool {
        !self.text.is_empty()
    }

    /// The places of what was just read that could not be, while the rest was.
    pub fn faults(&self) -> &[String] {
        &self.faults
    }

    /// The inventory that was read before, where it is whole.
    pub fn unpacked(&self) -> Option<Inventory> {
        Inventory::unpacked(&self.packed).ok()
    }

    /// The hidden field that holds what was read, for forms sent by POST; none where there is none.
    pub fn field(&self) -> Option<(String, String)> {
        self.is_there()
            .then(|| (PACKED.to_owned(), self.packed.clone()))
    }

    /// An inventory travels with the form.
    pub fn is_there(&self) -> bool {
        !self.packed.is_empty()
    }
}

/// A form and the inventory that came with it.
pub struct Opened {
    /// The form, with the inventory packed again.
    pub form: Form,
    /// What exists in the account.
    pub inventory: Option<Inventory>,
    /// What could not be read; what was pasted stays in the form.
    pub trouble: Vec<RequestError>,
}

/// Reads the inventory of a form: what was pasted now takes the place of what was read before,
/// unless it cannot be read.
pub fn open(catalog: &Catalog, form: Form) -> Opened {
    let mut trouble = Vec::new();
    if form.pasted().is_unread() {
        match read(catalog, &form) {
            Ok((inventory, packed, faults)) => {
                return Opened {
                    form: form
                        .with_inventory(packed)
                        .with_faults(faults)
                        .with_one_choice_each(),
                    inventory: Some(inventory),
                    trouble,
                };
            }
            Err(error) => trouble.push(error),
        }
    }
    if !form.pasted().is_there() {
        return Opened {
            form,
            inventory: None,
            trouble,
        };
    }
    match Inventory::unpacked(&form.pasted().packed) {
        Ok(inventory) => Opened {
            form: form.with_one_choice_each(),
            inventory: Some(inventory),
            trouble,
        },
        Err(_) => {
            let again = "paste the output of the AWS CLI again";
            trouble.push(error(
                "what was read of the account came back damaged",
                again,
            ));
            Opened {
                form: form.with_inventory(String::new()),
                inventory: None,
                trouble,
            }
        }
    }
}

/// What was pasted, the same packed, and what of it could not be read.
fn read(catalog: &Catalog, form: &Form) -> Result<(Inventory, String, Vec<String>), RequestError> {
    let reading = Inventory::open(&form.pasted().text).unwrap_or_default();
    if reading.is_empty() && reading.inventory == Inventory::default() {
        let first = reading.faults.first().map(Fault::to_string);
        let message = match first {
            Some(fault) => format!("this cannot be read: {fault}"),
            None => "nothing in this is what the AWS CLI prints of an account".to_owned(),
        };
        return Err(error(
            &message,
            "run the script above, and paste all that it prints",
        ));
    }
    let vpc = form.value("placement.vpc");
    let packed = reading
        .inventory
        .packed(catalog, Some(&vpc))
        .map_err(|large| {
            let help = "type the VPC below, and paste it again: then only that VPC is kept";
            error(&large.to_string(), help)
        })?;
    // What travels is what is shown, whether it was narrowed or not.
    let inventory = Inventory::unpacked(&packed).unwrap_or_default();
    let faults = reading.faults.iter().map(Fault::to_string).collect();
    Ok((inventory, packed, faults))
}

/// Nothing was pasted, though it was to be read.
pub fn nothing() -> RequestError {
    error(
        "nothing is pasted here",
        "run the script above, and paste all that it prints",
    )
}

fn error(message: &str, help: &str) -> RequestError {
    RequestError {
        path: TEXT.to_owned(),
        code: "inventory",
        text: None,
        message: message.to_owned(),
        help: help.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PRINTED: &str = r#"{"Vpcs": [{"VpcId": "vpc-1"}]}"#;

    fn form(text: &str, packed: &str) -> Form {
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        Form::new(vec![
            pair("name", "a"),
            pair(TEXT, text),
            pair(PACKED, packed),
        ])
    }

    #[test]
    fn what_is_pasted_is_read_and_travels_packed() {
        let catalog = Catalog::load().unwrap();
        let first = open(&catalog, form(PRINTED, ""));
        let packed = first.form.pasted().packed.clone();
        assert_eq!(first.inventory.as_ref().unwrap().vpcs.len(), 1);
        assert!(!packed.is_empty() && first.form.pasted().text.is_empty());
        assert_eq!(first.form.pairs().len(), 1, "it is no answer");
        let second = open(&catalog, form("", &packed));
        assert_eq!(second.inventory, first.inventory);
        let newer = open(&catalog, form(r#"{"Vpcs": []}"#, &packed));
        assert_eq!(newer.inventory.unwrap().vpcs.len(), 0);
    }

    #[test]
    fn what_of_it_cannot_be_read_is_told_beside_what_was() {
        let catalog = Catalog::load().unwrap();
        let text = format!("{PRINTED}\n{{\"Subnets\": [{{\"SubnetId\": 5}}]}}\n");
        let opened = open(&catalog, form(&text, ""));
        assert_eq!(opened.inventory.as_ref().unwrap().vpcs.len(), 1);
        assert!(opened.trouble.is_empty());
        let faults = opened.form.pasted().faults();
        assert!(
            faults.len() == 1 && faults[0].starts_with("line 2, "),
            "{faults:?}"
        );
    }

    #[test]
    fn what_cannot_be_read_stays_and_is_told() {
        let catalog = Catalog::load().unwrap();
        for text in ["hello", "{\"Vpcs\": ["] {
            let opened = open(&catalog, form(text, ""));
            assert!(opened.inventory.is_none());
            assert_eq!(opened.trouble.len(), 1);
            assert_eq!(opened.form.pasted().text, text);
        }
        let damaged = open(&catalog, form("", "%%%"));
        assert_eq!((damaged.inventory, damaged.trouble.len()), (None, 1));
        assert!(!damaged.form.pasted().is_there());
    }
}
