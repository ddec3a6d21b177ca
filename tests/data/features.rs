//! Numeric and categorical columns in one tensor, and tables that are split in the order of their rows.

use nn::data::DataError;
use nn::data::csv::{Column, CsvError, Format, Missing, Table};
use nn::prelude::*;

const PEOPLE: &str = "age,city,income,owns\n30,Rome,10,yes\n40,Oslo,20,no\n50,Rome,30,yes\n";

fn people() -> Table {
    Table::from_reader(PEOPLE.as_bytes(), "people.csv", Format::default()).unwrap()
}

#[test]
fn combines_numeric_and_one_hot_columns() {
    let table = people();
    let cities = table.distinct("city").unwrap();
    assert_eq!(cities, ["Oslo", "Rome"]);
    let columns = [Column::OneHot("city", &cities), Column::Numeric("income"), Column::Numeric("age")];
    let x = table.features::<shape![4], f64>(&columns).unwrap();
    assert_eq!(x.to_vec(), [0.0, 1.0, 10.0, 30.0, 1.0, 0.0, 20.0, 40.0, 0.0, 1.0, 30.0, 50.0]);
    // Samples know their line numbers.
    let y = table.classes::<dim![2], f64>("owns", &["no", "yes"]).unwrap();
    assert_eq!(TensorDataset::new(x, y).unwrap().origin(2).to_string(), "sample 2 (people.csv, line 4)");
    // Numeric columns alone are the same as with `numeric`; a shape of several axes is filled in order.
    let columns = [Column::Numeric("age"), Column::Numeric("income")];
    let numbers = table.numeric::<shape![2, 1], f32>(&["age", "income"]).unwrap();
    assert_eq!(table.features::<shape![2, 1], f32>(&columns).unwrap().to_vec(), numbers.to_vec());
    assert_eq!(columns.map(|column| (column.name(), column.width())), [("age", 1), ("income", 1)]);
}

#[test]
fn one_hot_elements_are_those_of_the_features() {
    let table = people();
    let cities = table.distinct("city").unwrap();
    let columns = [Column::OneHot("city", &cities), Column::Numeric("income"), Column::OneHot("owns", &["no", "yes"])];
    let elements = Column::one_hot_elements(&columns);
    assert_eq!(elements, [0, 1, 3, 4]);
    let x = table.features::<shape![5], f32>(&columns).unwrap();
    for sample in x.iter() {
        let ones: f32 = elements.iter().map(|&element| sample.as_slice()[element]).sum();
        assert_eq!(ones, 2.0);
    }
    assert!(Column::one_hot_elements(&columns[1..2]).is_empty());
}

#[test]
fn missing_categories_are_replaced_or_reported() {
    let text = "age,city\n30,Rome\n,Rome\n50,\n";
    let table = Table::from_reader(text.as_bytes(), "people.csv", Format::default()).unwrap();
    let columns = [Column::Numeric("age"), Column::OneHot("city", &["Oslo", "Rome"])];
    let error = table.features::<shape![3], f32>(&columns).unwrap_err();
    assert!(error.to_string().starts_with("people.csv, line 3, column `age`: the value is missing\n"));
    let table = table.missing(Missing::Mean, &["age"]).unwrap();
    let error = table.features::<shape![3], f32>(&columns).unwrap_err();
    assert!(error.to_string().starts_with("people.csv, line 4, column `city`: the value is missing\n"));
    let table = table.missing(Missing::MostFrequent, &["city"]).unwrap();
    let x = table.features::<shape![3], f32>(&columns).unwrap();
    assert_eq!(x.to_vec(), [30.0, 0.0, 1.0, 40.0, 0.0, 1.0, 50.0, 0.0, 1.0]);
}

#[test]
fn rejects_invalid_columns() {
    let table = people();
    for (columns, expected) in [
        (
            &[Column::Numeric("age"), Column::Numeric("city")][..],
            "people.csv, line 2, column `city`: found `Rome`, expected a finite number",
        ),
        (
            &[Column::OneHot("city", &["Oslo", "Bern"])],
            "people.csv, line 2, column `city`: found `Rome`, expected one of `Oslo`, `Bern`",
        ),
        (&[Column::Numeric("age"), Column::Numeric("size")], "people.csv has no column `size`"),
        (
            &[Column::OneHot("city", &["Rome", "Rome"])],
            "column `city` of people.csv has the category `Rome` twice, expected distinct categories",
        ),
        (
            &[Column::Numeric("age")],
            "the columns of people.csv have 1 elements (`age` 1), expected 2 for samples of [2]",
        ),
        (&[], "the columns of people.csv have 0 elements (), expected 2 for samples of [2]"),
    ] {
        let error = table.features::<shape![2], f32>(columns).unwrap_err();
        assert!(matches!(error, DataError::Csv(_)) && error.to_string().starts_with(expected), "{error}");
    }
    let error = table.features::<shape![1], f32>(&[Column::OneHot("city", &[])]).unwrap_err();
    assert!(matches!(error, DataError::Csv(CsvError::Features { .. })), "{error}");
}

#[test]
fn split_at_keeps_row_order() {
    for n in 0..=3 {
        let (first, rest) = people().split_at(n).unwrap();
        assert_eq!([first.len(), rest.len()], [n, 3 - n]);
        let ages = |table: &Table| table.numeric::<shape![1], f32>(&["age"]).unwrap().to_vec();
        assert_eq!([ages(&first), ages(&rest)].concat(), [30.0, 40.0, 50.0]);
    }
    let error = people().split_at(4).unwrap_err().to_string();
    assert!(error.contains("people.csv is 4, expected at most 3"), "{error}");
}
