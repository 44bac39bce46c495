-- drop_unreached: moves whose answer gives no value lead nowhere.

delete from move where value is null
