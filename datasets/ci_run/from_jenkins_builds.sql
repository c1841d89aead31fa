SELECT _file, _row, _path, NULL AS _filtered, url, name, building, result, timestamp, duration, actions FROM raw
