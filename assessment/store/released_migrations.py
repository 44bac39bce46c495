"""The migrations as they were released: number, name, and the hash of the statements.

A file keeps the hash of each migration it has had only since 0017. Of what was applied before, this
tells what it was, also under the numbers that 0014, 0015 and 0016 had for a day. It also holds
every migration to what it was when it was released: a new one gets its line here, and from then on
it is never edited.
"""

from collections.abc import Mapping

HASHES: Mapping[tuple[int, str], str] = {
    (1, "registers"): "2b97e8568ad2dffb80fbaa89ea1acbd38c12a33a08e61f75820115c8756e436a",
    (2, "survey"): "1668b7fc4accadf924a167541e82c357f914745a06ac824812a6854dd111f550",
    (3, "field_work"): "33e31ea0d770f160ca34939b8a1f257d68f961dd5ee42d12828f1df1f419e619",
    (4, "review"): "18fb785ab10095cd3a449c6195d46aeb21f507df7da14b1972252aaf8287a5c8",
    (5, "people"): "5df59558ebaaed04ed1c2bf463a311c2425acb6542963f3d8de1375348da37ec",
    (6, "snapshot"): "2371e39e79fadf5d1e610bf3cbeb607d485f73543886297026f3b57bf4bbe5df",
    (7, "audit_chain"): "7342b49e99a0a1c303c421e4f04bf9473df7841d33b11dcd6619e6269ae36eef",
    (8, "verdicts_published"): "72efee761119f5f3671e844ef55aff4ad8f2483e7c3cf5f72cd2825d0d3ac24c",
    (9, "rectification"): "991dbe1f9e4e5ea7ce9d2df1c9bf850f41d1eeb257d53ac3a76417862fb4ba63",
    (10, "teams"): "02a72f416be87d534f4c977c2bd57f235ec052cc1c4aaf85b67894766fa0a047",
    (11, "diary"): "553694cf423eb36e316abfa16d8d9dbd49f8f92ecf2cb6284b933c84b8fd8e89",
    (12, "spot_checks"): "62a714aeb138862de87f712121499f19cc775d33669f363e242138674cc92c54",
    (13, "common"): "3685ce704297f30dbb1860df0a7c7d4de2c77e58caec3a2a954ff69420da0736",
    (14, "visits_corrected"): "76225f9d53260e6372ace2b51248d688c03f9b9dd5bf3e211c5d251fe24b379d",
    (15, "rounds"): "dbcd64eb89cc3499097d888e13fb3ce41372df7707e6c0b125a42804f79cf646",
    (16, "withdrawn"): "787c871679f763cb533216b85ee1153ac501f84059dfb48148a33627014ba3df",
    (17, "codes"): "e89ecfdfa31a0c61692e6d7eadcd0ab106b2fa8a396e88118159af64e0a60748",
    (18, "row_seals"): "8b3a82a96d7cd0036b0c7c3be7cf1bef7bf73851575990ee060012367bffb8e2",
    (19, "unavailable"): "6f7e4202b51f6e1bfe5da7ab2f4d1ac40e6326d78fa8f5270779cfc77cfa4c12",
    (20, "period_withdrawn"): "f59da38052f3a3d2d45dab11f5353e292dd750df86c6fa4b9a8e235418cc4c95",
    (21, "replies"): "d5b8c6cbf7812bbc7e536c68849658318b0cf4457a43a9d37591daddd6bf13bb",
    (15, "visits_corrected"): "76225f9d53260e6372ace2b51248d688c03f9b9dd5bf3e211c5d251fe24b379d",
    (16, "rounds"): "dbcd64eb89cc3499097d888e13fb3ce41372df7707e6c0b125a42804f79cf646",
    (17, "withdrawn"): "787c871679f763cb533216b85ee1153ac501f84059dfb48148a33627014ba3df",
}
