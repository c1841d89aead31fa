-- Data classes are one cell, separated by semicolons, commas or bars.
SELECT _file, _row, _path,
       model_id, version, name, purpose, risk_tier, owner_id, lower(provider) AS provider, stage, alias, created_by, created_at, trained_at,
       promoted_by, promoted_at, validated_by, validated_at, retired_at, validation_ref, eval_ref, dataset_id, dataset_hash, artifact_digest,
       endpoint_id,
       list_filter(list_transform(regexp_split_to_array(data_classes, '[;,|]'), lambda c: trim(c)), lambda c: c <> '') AS data_classes
FROM raw
