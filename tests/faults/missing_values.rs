//! Missing values of a table: their replacement is set column by column, and computed from the training part alone.

use nn::data::csv::{Column, Format, Missing, MissingRules, PANDAS_NA_VALUES, Replacement, Table};
use nn::prelude::*;

fn table(text: &str) -> Table {
    Table::from_reader(text.as_bytes(), "t.csv", Format::default()).unwrap()
}

fn people() -> Table {
    table("age,income\n30,1000\n,2000\n50,\n")
}

fn numbers(table: &Table) -> Result<Vec<f32>, String> {
    table.numeric::<shape![2], f32>(&["age", "income"]).map(|rows| rows.as_slice().to_vec()).map_err(|e| e.to_string())
}

#[test]
fn missing_value_in_other_column_stays_an_error() {
    for missing in [Missing::Value(1500.0), Missing::Mean, Missing::Median, Missing::MostFrequent] {
        let table = people().missing(missing, &["income"]).unwrap();
        assert!(numbers(&table).unwrap_err().starts_with("t.csv, line 3, column `age`: the value is missing\n"));
    }
    let table = people().missing(Missing::Value(0.0), &[]).unwrap();
    assert!(numbers(&table).is_err());
}

#[test]
fn each_column_has_its_own_replacement() {
    let table = people().missing(Missing::Value(40.0), &["age"]).unwrap();
    let table = table.missing(Missing::Value(1500.0), &["income"]).unwrap();
    assert_eq!(numbers(&table).unwrap(), [30., 1000., 40., 2000., 50., 1500.]);
    assert_eq!(table.replacement("age").unwrap(), Some(Replacement::Number(40.0)));
    // The setting can be reverted.
    let table = table.missing(Missing::Reject, &["age"]).unwrap();
    assert!(numbers(&table).is_err());
    assert_eq!(table.replacement("age").unwrap(), None);
}

#[test]
fn statistics_match_scikit_learn() {
    let text = "a,b,c,kind\n1,1,3,x\n2,2,7.0,y\n6,3,7,y\n,,,\n9,9,3,\n";
    let table = table(text).missing(Missing::Mean, &["a"]).unwrap().missing(Missing::Median, &["b"]).unwrap();
    let table = table.missing(Missing::MostFrequent, &["c", "kind"]).unwrap();
    // SimpleImputer: mean 4.5, median 2.5, and of two most frequent numbers the smaller.
    assert_eq!(table.numeric::<shape![3], f64>(&["a", "b", "c"]).unwrap().as_slice()[9..12], [4.5, 2.5, 3.0]);
    let kinds = table.classes::<dim![2], f32>("kind", &["x", "y"]).unwrap();
    assert_eq!([0, 1, 2, 3, 4].map(|row| kinds.sample(row)[[0]].index()), [0, 1, 1, 1, 1]);
}

#[test]
fn number_does_not_replace_missing_class() {
    let table = table("kind\n1\n\n2\n,\n".trim_end_matches(",\n")).missing(Missing::Value(1.0), &["kind"]).unwrap();
    assert!(table.classes::<dim![2], f32>("kind", &["1", "2"]).is_ok());
    let gone = Table::from_reader(&b"kind,n\n1,1\n,2\n"[..], "t.csv", Format::default()).unwrap();
    let gone = gone.missing(Missing::Value(1.0), &["kind"]).unwrap();
    let error = gone.classes::<dim![2], f32>("kind", &["1", "2"]).unwrap_err().to_string();
    assert_eq!(
        error,
        "t.csv, line 3, column `kind`: the missing value is replaced by the number 1, expected a text, one of `1`, `2`; \
         use `Missing::MostFrequent` or `Missing::Text`"
    );
    let gone = gone.missing(Missing::MostFrequent, &["kind"]).unwrap();
    let error = gone.classes::<dim![2], f32>("kind", &["2", "3"]).unwrap_err().to_string();
    assert_eq!(error, "t.csv, line 2, column `kind`: found `1`, expected one of `2`, `3`");
}

#[test]
fn statistics_come_from_the_training_part() {
    let text: String = "x,y\n".to_string()
        + &(0..40).map(|i| if i % 4 == 0 { ",0\n".into() } else { format!("{i},0\n") }).collect::<String>();
    let (train, test) = table(&text).split(0.5, 3).unwrap();
    assert_eq!((train.len(), test.len()), (20, 20));
    let train = train.missing(Missing::Mean, &["x"]).unwrap();
    let test = test.missing_as(&train).unwrap();
    // Value i is on line i + 2; the missing ones are on lines 2, 6, 10 and so on.
    let known: Vec<f64> = (0..20).map(|row| train.line(row) - 2).filter(|i| i % 4 != 0).map(|i| i as f64).collect();
    let mean = known.iter().sum::<f64>() / known.len() as f64;
    let mut replaced = 0;
    for part in [&train, &test] {
        assert!((part.replacement("x").unwrap().unwrap().number().unwrap() - mean).abs() < 1e-12);
        let rows = part.numeric::<shape![1], f64>(&["x"]).unwrap();
        for (row, &x) in rows.as_slice().iter().enumerate() {
            let i = (part.line(row) - 2) as f64;
            assert!(x == i || (i % 4.0 == 0.0 && (x - mean).abs() < 1e-12), "{x} in line {}", part.line(row));
            replaced += usize::from(x != i);
        }
    }
    assert_eq!(replaced, 10);
    // A table is split in the same way as a data set of its rows.
    let all = table(&text).missing(Missing::Value(-1.0), &["x"]).unwrap();
    let rows = || all.numeric::<shape![1], f64>(&["x"]).unwrap();
    let (first, _) = TensorDataset::new(rows(), rows()).unwrap().split(0.5, 3).unwrap();
    let lines: Vec<u64> = first.indices().iter().map(|&index| index as u64 + 2).collect();
    assert_eq!(lines, (0..20).map(|row| train.line(row)).collect::<Vec<_>>());
}

#[test]
fn missing_as_copies_all_rules() {
    let train = table("a,b\n1,5\n3,7\n").na_values(&["-"]).missing(Missing::Mean, &["a"]).unwrap();
    let train = train.missing(Missing::SkipRow, &["b"]).unwrap();
    let test = table("b,a\n-,1\n2,-\n").missing_as(&train).unwrap();
    assert_eq!(test.numeric::<shape![2], f32>(&["a", "b"]).unwrap().as_slice(), [2.0, 2.0]);
    let error = table("a\n1\n").missing_as(&train).unwrap_err().to_string();
    assert_eq!(
        error,
        concat!(
            "t.csv has no column `b`, for which there is a rule for missing values; its columns are `a`",
            "\nhelp: remove the rule by `MissingRules::without`, if the column is not needed"
        )
    );
}

#[test]
fn text_replaces_missing_value() {
    let table = table("n,kind\n1,a\n?,b\n3,?\n").missing(Missing::Text("2.5"), &["n"]).unwrap();
    let table = table.missing(Missing::Text("c"), &["kind"]).unwrap();
    assert_eq!(table.replacement("kind").unwrap(), Some(Replacement::Text("c")));
    assert_eq!(table.numeric::<shape![1], f32>(&["n"]).unwrap().as_slice(), [1.0, 2.5, 3.0]);
    let kinds = table.classes::<dim![3], f32>("kind", &["a", "b", "c"]).unwrap();
    assert_eq!(kinds.to_indices(), [0, 1, 2]);
    let error = table.classes::<dim![2], f32>("kind", &["a", "b"]).unwrap_err().to_string();
    assert_eq!(error, "t.csv, line 4, column `kind`: the missing value is replaced by `c`, expected one of `a`, `b`");
    let table = table.missing(Missing::Text("two"), &["n"]).unwrap();
    let error = table.numeric::<shape![1], f32>(&["n"]).unwrap_err().to_string();
    assert_eq!(error, "t.csv, line 3, column `n`: the missing value is replaced by `two`, expected a finite number");
}

#[test]
fn rules_apply_without_the_target() {
    let train = table("a,b,price\n1,x,5\n3,-,7\n-,x,-\n").na_values(&["-"]);
    let train = train.missing(Missing::SkipRow, &["price"]).unwrap().missing(Missing::Mean, &["a"]).unwrap();
    let train = train.missing(Missing::MostFrequent, &["b"]).unwrap();
    let rules = train.missing_rules();
    let found: Vec<_> = rules.iter().collect();
    assert_eq!(found, [("a", Missing::Value(2.0)), ("b", Missing::Text("x")), ("price", Missing::SkipRow)]);
    assert_eq!(rules.na_values(), Some(&["-".to_string()][..]));

    let new = || table("b,a\n-,-\nNA,4\n");
    let error = new().missing_as(&rules).unwrap_err().to_string();
    assert!(error.starts_with(
        "t.csv has no column `price`, for which there is a rule for missing values; its columns are `b`, `a`\nhelp: "
    ));
    let rules = rules.without(&["price", "none"]);
    let columns = [Column::Numeric("a"), Column::OneHot("b", &["x", "NA"])];
    let x = new().missing_as(&rules).unwrap().features::<shape![3], f32>(&columns).unwrap();
    assert_eq!(x.as_slice(), [2.0, 1.0, 0.0, 4.0, 0.0, 1.0]);
    assert_eq!(new().missing_rules(), MissingRules::default());
}

#[test]
fn recognises_missing_values_of_pandas() {
    for word in PANDAS_NA_VALUES.iter().chain(&["?", "nan", "NAN", "Null", "na"]) {
        let text = format!("a,b\n1,1\n{word},1\n");
        assert_eq!(table(&text).missing(Missing::SkipRow, &["a"]).unwrap().len(), 1, "{word}");
    }
    for word in ["none", "-", "0", "nothing"] {
        let text = format!("a,b\n1,1\n{word},1\n");
        assert_eq!(table(&text).missing(Missing::SkipRow, &["a"]).unwrap().len(), 2, "{word}");
    }
}

#[test]
fn na_values_replace_the_defaults() {
    let read = || table("a,b\n1,x\n-999,y\nNA,\n").na_values(&["-999"]);
    assert_eq!(read().missing(Missing::SkipRow, &["a"]).unwrap().len(), 2);
    assert_eq!(read().missing(Missing::SkipRow, &["b"]).unwrap().len(), 3);
    let error = read().missing(Missing::Mean, &["a"]).unwrap_err().to_string();
    assert_eq!(
        error,
        "t.csv, line 4, column `a`: found `NA`, expected a finite number for `Missing::Mean`; \
         use `Missing::MostFrequent` for texts"
    );
    assert_eq!(read().distinct("a").unwrap(), ["1", "NA"]);
}

#[test]
fn rejects_invalid_replacements() {
    for value in [f64::NAN, f64::INFINITY] {
        let error = people().missing(Missing::Value(value), &["age"]).unwrap_err().to_string();
        assert!(error.contains("column `age` of t.csv cannot be replaced by"), "{error}");
    }
    let table = people().missing(Missing::Value(1e39), &["age", "income"]).unwrap();
    let error = numbers(&table).unwrap_err();
    assert!(error.contains("replaced by 1e39") && error.contains("f32"), "{error}");
    assert!(table.numeric::<shape![1], f64>(&["age"]).is_ok());
    let error = self::table("a,b\n,1\nNA,2\n").missing(Missing::Median, &["a"]).unwrap_err().to_string();
    assert_eq!(error, "column `a` of t.csv has no values from which to derive missing ones");
    let error = self::table("a\nx\n").missing(Missing::Mean, &["a"]).unwrap_err().to_string();
    assert_eq!(
        error,
        "t.csv, line 2, column `a`: found `x`, expected a finite number for `Missing::Mean`; \
         use `Missing::MostFrequent` for texts"
    );
}

#[test]
fn replacement_of_another_kind_is_named() {
    let table = table("a,b\n1,red\n2,\n3,blue\n");
    let with = table.clone().missing(Missing::Value(0.0), &["b"]).unwrap();
    let error = with.features::<shape![2], f32>(&[Column::OneHot("b", &["blue", "red"])]).unwrap_err().to_string();
    assert_eq!(
        error,
        "t.csv, line 3, column `b`: the missing value is replaced by the number 0, expected a text, one of `blue`, `red`; \
         use `Missing::MostFrequent` or `Missing::Text`"
    );
    let text = self::table("b\n\"\"\nred\n").missing(Missing::MostFrequent, &["b"]).unwrap();
    let error = text.numeric::<shape![1], f32>(&["b"]).unwrap_err().to_string();
    assert_eq!(error, "t.csv, line 2, column `b`: the missing value is replaced by `red`, expected a finite number");
}

#[test]
fn single_column_with_another_delimiter_is_suggested() {
    for (cells, delimiter) in [("a;b\n1;2\n", "b';'"), ("a\tb\n1\t2\n", "b'\\t'")] {
        let error = table(cells).numeric::<shape![1], f32>(&["a"]).unwrap_err().to_string();
        let help = format!("\nhelp: `Format::default().delimiter({delimiter})`, if the cells are separated by it");
        assert!(error.starts_with("t.csv has no column `a`; its columns are ") && error.ends_with(&help), "{error}");
    }
}

#[test]
fn single_column_with_commas_is_read_with_the_default_delimiter() {
    let train = table("id,area\n1,2\n").missing(Missing::Mean, &["area"]).unwrap();
    let format = Format::default().delimiter(b';');
    let new = Table::from_reader("id,area\n1,2\n".as_bytes(), "t.csv", format).unwrap();
    let help = "\nhelp: `Format::default()` without `delimiter(..)`, if the cells are separated by `,`";
    let error = new.numeric::<shape![1], f32>(&["area"]).unwrap_err().to_string();
    assert_eq!(error, format!("t.csv has no column `area`; its columns are `id,area`{help}"));
    let error = new.missing_as(&train).unwrap_err().to_string();
    let text = "t.csv has no column `area`, for which there is a rule for missing values; its columns are `id,area`";
    assert!(error.starts_with(&format!("{text}{help}\n")), "{error}");
}

#[test]
fn table_is_split_by_class_as_a_data_set() {
    let text: String = "n,kind\n".to_string() + &(0..50).map(|i| format!("{i},{}\n", i % 5 / 4)).collect::<String>();
    let whole = table(&text);
    let numbers = |table: &Table| table.numeric::<shape![1], f32>(&["n"]).unwrap().to_vec();
    let kinds = whole.classes::<dim![2], f32>("kind", &["0", "1"]).unwrap();
    let data = TensorDataset::new(whole.numeric::<shape![1], f32>(&["n"]).unwrap(), kinds).unwrap();
    let (train, test) = data.stratified_split(0.7, 3).unwrap();
    let (first, rest) = whole.stratified_split("kind", 0.7, 3).unwrap();
    assert_eq!(numbers(&first), train.collect().unwrap().inputs.to_vec());
    assert_eq!(numbers(&rest), test.collect().unwrap().inputs.to_vec());

    let error = table("kind\nx\ny\ny\n").stratified_split("kind", 0.5, 1).unwrap_err().to_string();
    let expected = "the number of samples of class `x` of t.csv for `stratified_split` is 1, expected at least 2, one for each part";
    assert_eq!(error, expected);
    let error = table("n,kind\n1,x\n2,\n").stratified_split("kind", 0.5, 1).unwrap_err().to_string();
    assert!(error.to_string().starts_with("t.csv, line 3, column `kind`: the value is missing\n"));
}
