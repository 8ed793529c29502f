//! Values in and out, errors and their names.

use super::*;
use crate::ids50;
use crate::platform::db::{FromRow, Row, ToVal, Val, chunks50};

on_shelves!(every_conflict_has_its_name, |db| {
    assert_eq!(shelf(&db, 1, "other").await, Err(conflict("shelves_pkey")));
    assert_eq!(shelf(&db, 2, "first").await, Err(conflict("shelves_code")));
    db.write(|tx| insert_box(tx, 1, 1, "a")).await.unwrap();
    assert_eq!(db.write(|tx| insert_box(tx, 2, 1, "a")).await, Err(conflict("boxes_name")));
    assert_eq!(db.write(|tx| insert_box(tx, 2, 99, "a")).await, Err(DbError::Reference));
    let setting = |tx: &mut Tx| {
        tx.exec("insert into settings (key, value, changed_at) values ('k', 'v', 0)", args![])
    };
    assert_eq!(db.write(setting).await, Ok(1));
    assert_eq!(db.write(setting).await, Err(conflict("settings_pkey")));
});

on_shelves!(values_come_back_as_they_went_in, |db| {
    let note = Some("naïve ☃");
    let got: (i64, String, Option<String>, bool, Vec<u8>, Option<i64>) = db
        .write(move |tx| {
            insert_box(tx, 1, 1, "a")?;
            let changed = tx.exec(
                "update boxes set note = $2, weight = $1, raw = $3 where id = 1",
                args![i64::MIN, note, vec![0_u8, 255]],
            )?;
            assert_eq!(changed, 1);
            let found = tx.one(
                "select weight, name, note, weight < $1 as light, raw, cast($2 as bigint) as none \
                 from boxes",
                args![0, None::<i64>],
            );
            Ok::<_, DbError>(found?.unwrap())
        })
        .await
        .unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(got, (i64::MIN, "a".into(), Some("naïve ☃".into()), true, vec![0, 255], None));
});

on_shelves!(mistakes_fail_with_a_reason, |db| {
    db.write(|tx| insert_box(tx, 1, 1, "a").and_then(|()| insert_box(tx, 2, 1, "b")))
        .await
        .unwrap();
    let two = db.read(|view| view.one::<i64>("select id from boxes", args![])).await;
    let few = db
        .read(|view| {
            view.one::<i64>("select id from boxes where id = $1 and weight = $2", args![1])
        })
        .await;
    let many =
        db.read(|view| view.one::<i64>("select id from boxes where id = $1", args![1, 2])).await;
    let wrong =
        db.read(|view| view.one::<i64>("select name from boxes where id = $1", args![1])).await;
    let left =
        db.read(|view| view.one::<i64>("select id, name from boxes where id = $1", args![1])).await;
    let short = db
        .read(|view| view.one::<(i64, i64)>("select id from boxes where id = $1", args![1]))
        .await;
    let text = db
        .write(|tx| tx.exec("update boxes set weight = $1", args!["heavy"]))
        .await
        .map(|n| Some(n as i64));
    let null =
        db.read(|view| view.one::<String>("select note from boxes where id = 1", args![])).await;
    let sql = db.read(|view| view.one::<i64>("select nothing from nowhere", args![])).await;
    let nul = db
        .write(|tx| tx.exec("update boxes set note = $1", args!["a\0b"]))
        .await
        .map(|n| Some(n as i64));
    for answer in
        [nul, two, few, many, wrong, left, short.map(|_| None), text, null.map(|_| None), sql]
    {
        assert!(matches!(answer, Err(DbError::Failed(_))), "{answer:?}");
    }
});

on_shelves!(placeholders_go_by_number_not_by_place, |db| {
    let sum = db.read(|view| {
        view.one::<i64>("select cast($2 as bigint) * 10 + cast($1 as bigint)", args![1, 2])
    });
    assert_eq!(sum.await, Ok(Some(21)));
});

on_shelves!(many_sets_keep_their_order, |db| {
    let names = ["c".to_owned(), "a".into(), "b".into()];
    let got = db
        .write(move |tx| {
            let rows: Vec<_> = names.iter().zip(1..).map(|(name, id)| args![id, 1, name]).collect();
            tx.exec_each_one(
                "insert into boxes (id, shelf_id, name, weight) values ($1, $2, $3, 0)",
                &rows,
            )?;
            let keys: Vec<_> = [2, 9, 1].iter().map(|id| args![*id]).collect();
            let found =
                tx.all_many::<(i64, String)>("select id, name from boxes where id = $1", &keys)?;
            let bumps: Vec<_> = [1, 1, 7].iter().map(|id| args![*id]).collect();
            let weights = tx.all_many::<i64>(
                "update boxes set weight = weight + 1 where id = $1 returning weight",
                &bumps,
            )?;
            let counts = tx.exec_many("update boxes set weight = 5 where id >= $1", &keys)?;
            Ok::<_, DbError>((found, weights, counts))
        })
        .await
        .unwrap_or_else(|e| panic!("{e}"));
    let found = vec![vec![(2, "a".to_owned())], vec![], vec![(1, "c".to_owned())]];
    assert_eq!(got, (found, vec![vec![1], vec![2], vec![]], vec![2, 0, 3]));
    let uneven = db.write(|tx| {
        tx.exec_each_one("update boxes set weight = 6 where id >= $1", &[args![3], args![2]])
    });
    assert!(matches!(uneven.await, Err(DbError::Failed(_))));
    let sixes =
        db.read(|view| view.all::<i64>("select id from boxes where weight = 6", args![])).await;
    assert_eq!(sixes, Ok(vec![]), "a wrong count undoes the job");
});

on_shelves!(no_sets_of_arguments_are_no_work, |db| {
    let nothing: [[Val<'_>; 0]; 0] = [];
    let answer = db.write(move |tx| {
        let found = tx.all_many::<i64>("select id from boxes", &nothing)?;
        let counts = tx.exec_many("delete from boxes", &nothing)?;
        tx.exec_each_one("delete from boxes", &nothing)?;
        Ok::<_, DbError>((found, counts))
    });
    assert_eq!(answer.await, Ok((vec![], vec![])));
});

on_shelves!(lists_of_fifty, |db| {
    let ids: Vec<i64> = (1..=60).collect();
    let wanted = ids.clone();
    let found = db.write(move |tx| {
        let names: Vec<String> = ids.iter().map(|id| format!("box {id}")).collect();
        let rows: Vec<_> = ids.iter().zip(&names).map(|(id, name)| args![id, name]).collect();
        tx.exec_each_one(
            "insert into boxes (id, shelf_id, name, weight) values ($1, 1, $2, 0)",
            &rows,
        )?;
        let lists: Vec<Vec<Val>> = chunks50(&ids)
            .iter()
            .map(|list| list.iter().map(|id| Val::Int(*id)).collect())
            .collect();
        assert_eq!(lists.len(), 2);
        let found = tx.all_many::<i64>(
            concat!("select id from boxes where id in (", ids50!(), ") order by id"),
            &lists,
        )?;
        Ok::<_, DbError>(found.concat())
    });
    assert_eq!(found.await.unwrap_or_else(|e| panic!("{e}")), wanted);
});

on_shelves!(rows_come_one_by_one_until_somebody_stops, |db| {
    db.write(|tx| (1..=5).try_for_each(|id| insert_box(tx, id, 1, &format!("box {id}"))))
        .await
        .unwrap();
    let seen = db.report(|view| {
        let mut seen = Vec::new();
        let stopped =
            view.each("select id from boxes order by id", args![], &mut |row| match row.next()? {
                4 => Err(DbError::Failed("four".into())),
                id => {
                    seen.push(id);
                    Ok(())
                }
            });
        assert_eq!(stopped, Err(DbError::Failed("four".into())));
        let count: Option<i64> = view.one("select count(*) from boxes", args![])?;
        Ok::<_, DbError>((seen, count))
    });
    assert_eq!(seen.await, Ok((vec![1_i64, 2, 3], Some(5))));
});

struct Shelf {
    id: i64,
    code: String,
}

impl FromRow for Shelf {
    fn from_row(r: &mut Row<'_>) -> Result<Self, DbError> {
        Ok(Shelf { id: r.next()?, code: r.next()? })
    }
}

struct Code(String);

impl ToVal for Code {
    fn to_val(&self) -> Val<'_> {
        Val::Text(&self.0)
    }
}

on_shelves!(own_types_go_in_and_come_out, |db| {
    let code = Code("first".into());
    let shelf = db.read(move |view| {
        view.one::<Shelf>("select id, code from shelves where code = $1", args![code])
    });
    let shelf = shelf.await.unwrap_or_else(|e: DbError| panic!("{e}")).unwrap();
    assert_eq!((shelf.id, shelf.code.as_str()), (1, "first"));
});

#[test]
fn args_borrow_and_outlive_the_closure() {
    let names = [(1_i64, "a".to_owned(), None), (2, "b".to_owned(), Some(true))];
    let rows: Vec<_> = names
        .iter()
        .map(|(id, name, known)| args![id, name, known, id * 2, Some(name.as_str())])
        .collect();
    assert_eq!(
        rows[1],
        [Val::Int(2), Val::Text("b"), Val::Bool(true), Val::Int(4), Val::Text("b")]
    );
    let (owned, small, code) = (Some("x".to_owned()), 7_i32, Code("c".into()));
    assert_eq!(
        args![owned, &owned, small, code, &code, &[1_u8][..], Val::Null].map(|val| val.kind()),
        ["text", "text", "bigint", "text", "text", "blob", "null"]
    );
}
