//! Pages of a listing, and the tokens that lead from one to the next.
//!
//! A token is opaque, good for the listing that it came from and nothing else, and remembers the
//! last id rather than a count: a resource that goes away meanwhile does not push another off the
//! list. That AWS lists by id is not documented; neither is any other order.

use std::collections::BTreeMap;

use serde_json::{Map, Value};
use uuid::Uuid;

/// A listing as it was asked for.
#[derive(Debug)]
pub(crate) struct Listing {
    /// What is listed: operation, Region and filters.
    pub(crate) of: String,
    /// How many are asked for.
    pub(crate) size: Option<usize>,
    /// The most that a page has, and what it has where no size is asked for.
    pub(crate) most: usize,
    pub(crate) token: Option<String>,
}

impl Listing {
    /// Takes the page members (size and token, by the service's names) out of `input`; what is
    /// left says what is listed.
    pub(crate) fn taken_from(
        input: &mut Value,
        operation: &str,
        region: &str,
        (size, token): (&str, &str),
        most: usize,
    ) -> Self {
        let mut take = |member| input.as_object_mut().and_then(|members| members.remove(member));
        let size = take(size).and_then(|size| usize::try_from(size.as_u64()?).ok());
        let token = take(token).and_then(|token| token.as_str().map(str::to_owned));
        Self { of: format!("{operation} {region} {input}"), size, most, token }
    }
}

/// One page.
#[derive(Debug, PartialEq)]
pub(crate) struct Page {
    items: Vec<Value>,
    next: Option<String>,
}

/// The token is none of this listing's.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct InvalidToken;

/// The tokens that are out.
#[derive(Debug, Default)]
pub(crate) struct Pages {
    tokens: BTreeMap<String, Position>,
    /// Whether a listing begins with a page that has nothing but a token, as AWS says it may.
    pub(crate) empty_first: bool,
}

#[derive(Debug, Clone)]
struct Position {
    of: String,
    /// The last id that was listed; absent after an empty first page.
    after: Option<String>,
}

impl Pages {
    /// The page that `listing` is at, of `items` that each come with their id.
    pub(crate) fn page(
        &mut self,
        listing: &Listing,
        items: impl IntoIterator<Item = (String, Value)>,
    ) -> Result<Page, InvalidToken> {
        let position = self.position(listing)?;
        if self.empty_first && position.is_none() {
            return Ok(Page { items: Vec::new(), next: Some(self.token(listing, None)) });
        }
        let after = position.and_then(|position| position.after);
        let mut left: BTreeMap<_, _> =
            items.into_iter().filter(|(id, _)| Some(id) > after.as_ref()).collect();
        let size = listing.size.unwrap_or(listing.most).min(listing.most);
        let rest = left.keys().nth(size).cloned().map(|first| left.split_off(&first));
        let last = left.keys().next_back().cloned();
        let next = rest.map(|_| self.token(listing, last));
        Ok(Page { items: left.into_values().collect(), next })
    }

    fn position(&self, listing: &Listing) -> Result<Option<Position>, InvalidToken> {
        let Some(token) = &listing.token else { return Ok(None) };
        let position = self.tokens.get(token).filter(|position| position.of == listing.of);
        position.cloned().map(Some).ok_or(InvalidToken)
    }

    fn token(&mut self, listing: &Listing, after: Option<String>) -> String {
        let token = Uuid::new_v4().simple().to_string();
        self.tokens.insert(token.clone(), Position { of: listing.of.clone(), after });
        token
    }
}

impl Page {
    /// The answer of a listing: the items under their name, and the token where there is more.
    pub(crate) fn answer(self, items: &str, token: &str) -> Value {
        let mut answer = Map::from_iter([(items.to_owned(), self.items.into())]);
        answer.extend(self.next.map(|next| (token.to_owned(), next.into())));
        answer.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listing(token: Option<&str>, size: Option<usize>) -> Listing {
        Listing { of: "ListThings".to_owned(), size, most: 3, token: token.map(str::to_owned) }
    }

    fn things(ids: &[&str]) -> Vec<(String, Value)> {
        ids.iter().map(|id| ((*id).to_owned(), Value::from(*id))).collect()
    }

    #[test]
    fn a_listing_that_fits_has_one_page_and_no_token() {
        let page = Pages::default().page(&listing(None, None), things(&["c", "a", "b"])).unwrap();
        assert_eq!(page, Page { items: vec!["a".into(), "b".into(), "c".into()], next: None });
    }

    #[test]
    fn a_thing_that_goes_away_between_two_pages_pushes_no_other_off_the_list() {
        let mut pages = Pages::default();
        let first = pages.page(&listing(None, Some(2)), things(&["a", "b", "c", "d"])).unwrap();
        let second = pages.page(&listing(first.next.as_deref(), Some(2)), things(&["b", "c", "d"])).unwrap();
        assert_eq!(second, Page { items: vec!["c".into(), "d".into()], next: None });
    }

    #[test]
    fn a_token_of_another_listing_is_invalid() {
        let mut pages = Pages::default();
        let first = pages.page(&listing(None, Some(1)), things(&["a", "b"])).unwrap();
        let other = Listing { of: "ListOthers".to_owned(), ..listing(first.next.as_deref(), None) };
        assert_eq!(pages.page(&other, things(&["a"])), Err(InvalidToken));
        assert_eq!(pages.page(&listing(Some("made-up"), None), things(&["a"])), Err(InvalidToken));
    }

    #[test]
    fn a_listing_can_begin_with_an_empty_page() {
        let mut pages = Pages { empty_first: true, ..Pages::default() };
        let first = pages.page(&listing(None, None), things(&["a"])).unwrap();
        assert_eq!(first.items, Vec::<Value>::new());
        let second = pages.page(&listing(first.next.as_deref(), None), things(&["a"])).unwrap();
        assert_eq!(second, Page { items: vec!["a".into()], next: None });
    }
}
