-- A coin such as USDT-TON names asset and network; older files have no column for the network.
-- A redeem script begins with the number of signatures (51 to 60 stand for 1 to 16) and ends with the number of keys and ae.
SELECT _file, _row, _path,
       trim(COALESCE(network, NULLIF(split_part(coin, '-', 2), ''), coin)) AS chain,
       trim(split_part(coin, '-', 1)) AS asset,
       CASE WHEN trim(address) ILIKE '0x%' THEN lower(trim(address)) ELSE trim(address) END AS address,
       '' AS tag,
       '' AS wallet_id,
       CASE WHEN "type" ILIKE '%staking%' AND "type" NOT ILIKE 'non%' THEN 'staking' END AS tier,
       CASE WHEN regexp_matches(trim(redeem_script), '^5[1-9a-f][0-9a-f]+5[1-9a-f]ae$') THEN strpos('123456789abcdef', substr(trim(redeem_script), 2, 1)) END AS m,
       CASE WHEN regexp_matches(trim(redeem_script), '^5[1-9a-f][0-9a-f]+5[1-9a-f]ae$')
            THEN strpos('123456789abcdef', substr(trim(redeem_script), length(trim(redeem_script)) - 2, 1)) END AS n,
       $owner_entity AS owner_entity,
       '1970-01-01T00:00:00Z' AS active_from,
       CASE WHEN signature1 IS NOT NULL THEN 'signature' END AS proof_type,
       message AS proof_message
FROM raw
