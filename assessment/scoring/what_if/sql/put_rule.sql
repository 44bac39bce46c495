insert into rule by name select * from told
