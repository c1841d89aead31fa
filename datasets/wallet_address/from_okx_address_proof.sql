SELECT _file, _row, _path,
       trim(network) AS chain,
       trim(asset) AS asset,
       CASE WHEN trim(address) ILIKE '0x%' THEN lower(trim(address)) ELSE trim(address) END AS address,
       '' AS tag,
       '' AS wallet_id,
       CASE WHEN regexp_matches(trim(redeem_script), '^5[1-9a-f][0-9a-f]+5[1-9a-f]ae$') THEN strpos('123456789abcdef', substr(trim(redeem_script), 2, 1)) END AS m,
       CASE WHEN regexp_matches(trim(redeem_script), '^5[1-9a-f][0-9a-f]+5[1-9a-f]ae$')
            THEN strpos('123456789abcdef', substr(trim(redeem_script), length(trim(redeem_script)) - 2, 1)) END AS n,
       $owner_entity AS owner_entity,
       '1970-01-01T00:00:00Z' AS active_from,
       CASE WHEN NULLIF(signature1, 'null') IS NOT NULL THEN 'signature' END AS proof_type,
       message AS proof_message
FROM raw
