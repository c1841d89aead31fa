-- The download has columns for four targets; they are put into the form of the API.
SELECT
  *,
  NULLIF(CAST(to_json(list_filter([
    {'id': id0, 'type': type0, 'alternateId': name0, 'displayName': shown0},
    {'id': id1, 'type': type1, 'alternateId': name1, 'displayName': shown1},
    {'id': id2, 'type': type2, 'alternateId': name2, 'displayName': shown2},
    {'id': id3, 'type': type3, 'alternateId': name3, 'displayName': shown3}
  ], lambda t: t.id <> '')) AS VARCHAR), '[]') AS target
FROM raw
