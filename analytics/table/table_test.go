package table_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"auditql/analytics/fault"
	"auditql/analytics/table"

	"github.com/google/go-cmp/cmp"
)

func TestRowGroupsPagesAndParts(t *testing.T) {
	db := engine(t)
	query := `SELECT i AS id, CASE i % 3 WHEN 0 THEN NULL WHEN 1 THEN [] ELSE list_transform(range(i % 50), x -> 'e' || x) END AS l,
		CASE WHEN i % 5 > 0 THEN repeat('x', (i % 700)::INTEGER) END AS t FROM range(9000) r(i) ORDER BY i`
	whole := copyTo(t, db, query)
	want := lines(t, whole)
	if len(want) != 9001 {
		t.Fatalf("%d lines, want a header and 9000 rows", len(want))
	}
	for name, paths := range map[string][]string{
		"row groups": {copyTo(t, db, query, "COMPRESSION zstd", "ROW_GROUP_SIZE 2048")},
		"version 2":  {copyTo(t, db, query, "COMPRESSION zstd", "PARQUET_VERSION v2")},
		"snappy":     {copyTo(t, db, query, "COMPRESSION snappy")},
		"unpacked":   {copyTo(t, db, query, "COMPRESSION uncompressed")},
		"parts": {
			copyTo(t, db, "SELECT * FROM ("+query+") WHERE id < 4000 ORDER BY id"),
			copyTo(t, db, "SELECT * FROM ("+query+") WHERE id < 0"),
			copyTo(t, db, "SELECT * FROM ("+query+") WHERE id >= 4000 ORDER BY id"),
		},
	} {
		if d := cmp.Diff(want, lines(t, paths...)); d != "" {
			t.Errorf("%s: other rows: %s", name, d)
		}
		one, err1 := table.Root([]string{"id"}, whole)
		other, err2 := table.Root([]string{"id"}, paths...)
		if err1 != nil || err2 != nil || one.Root != other.Root {
			t.Errorf("%s: root %s, want %s (%v, %v)", name, other.Root, one.Root, err1, err2)
		}
	}
}

func TestPartsMustHaveTheSameColumns(t *testing.T) {
	db := engine(t)
	one := copyTo(t, db, "SELECT 1::BIGINT AS a, 'x' AS b")
	for _, other := range []string{"SELECT 'x' AS b, 1::BIGINT AS a", "SELECT 1::BIGINT AS a", "SELECT 1::DECIMAL(9,0) AS a, 'x' AS b"} {
		if _, err := table.Open(one, copyTo(t, db, other)); fault.KindOf(err) != fault.Refused {
			t.Errorf("%s: %v, want a refusal", other, err)
		}
	}
}

func TestChosenColumns(t *testing.T) {
	tab, err := table.Open(copyTo(t, engine(t), "SELECT 1::BIGINT AS a, 'x' AS b, NULL::VARCHAR AS c, ['y'] AS d"))
	if err != nil {
		t.Fatal(err)
	}
	defer tab.Close()
	rows := tab.Rows("d", "c", "a")
	row, err := rows.Next()
	if err != nil {
		t.Fatal(err)
	}
	d, a := `["y"]`, "1"
	if diff := cmp.Diff([]*string{&d, nil, &a}, row.Strings()); diff != "" {
		t.Error(diff)
	}
	if _, err := rows.Next(); !errors.Is(err, io.EOF) {
		t.Errorf("after the last row: %v", err)
	}
	if _, err := tab.Rows("nobody").Next(); fault.KindOf(err) != fault.Refused {
		t.Errorf("a column that is not there: %v", err)
	}
	if _, err := tab.Keys("d").Next(); fault.KindOf(err) != fault.Refused {
		t.Errorf("a list as a key: %v", err)
	}
	if _, err := tab.Keys().Next(); fault.KindOf(err) != fault.Usage {
		t.Errorf("a key without columns: %v", err)
	}
}

func TestProofsOfAPopulation(t *testing.T) {
	db := engine(t)
	key := []string{"system", "n"}
	query := "SELECT n, 'sys' || (n // 20) AS system, 'other' AS x FROM range(10, 47) r(n) ORDER BY system, n"
	one := copyTo(t, db, "SELECT * FROM ("+query+") WHERE n < 25 ORDER BY n")
	two := copyTo(t, db, "SELECT * FROM ("+query+") WHERE n >= 25 ORDER BY n")
	pop, err := table.Root(key, one, two)
	if err != nil {
		t.Fatal(err)
	}
	indexes := []int64{36, 0, 17, 17, 9}
	proofs, err := table.Prove(key, indexes, one, two)
	if err != nil {
		t.Fatal(err)
	}
	for i, p := range proofs {
		want := fmt.Sprintf(`["sys%d","%d"]`, (indexes[i]+10)/20, indexes[i]+10)
		if p.Line != want || p.Index != indexes[i] {
			t.Errorf("proof of %s at %d, want %s at %d", p.Line, p.Index, want, indexes[i])
		}
		if err := p.Verify(pop.Root.String(), pop.Rows); err != nil {
			t.Error(err)
		}
		if err := p.Verify(pop.Root.String(), pop.Rows-1); fault.KindOf(err) != fault.Differs {
			t.Errorf("in a smaller population: %v", err)
		}
	}
	if none, err := table.Prove(key, nil, one); err != nil || len(none) != 0 {
		t.Errorf("no proofs: %v, %v", none, err)
	}
	if _, err := table.Prove(key, []int64{37}, one, two); fault.KindOf(err) != fault.Usage {
		t.Errorf("an item after the last: %v", err)
	}
	if _, err := table.Prove(key, []int64{0}, two, one); fault.KindOf(err) != fault.Refused {
		t.Errorf("parts in another order: %v", err)
	}
}

func TestFilesThatAreNoTables(t *testing.T) {
	dir := t.TempDir()
	for name, content := range map[string]string{"empty": "", "short": "PAR1PAR1", "text": "id,name\n1,x\n and so on for a while\n", "magic": "PAR1" + "\xff\xff\xff\x7fPAR1"} {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := table.Open(path); fault.KindOf(err) != fault.Refused {
			t.Errorf("%s: %v, want a refusal", name, err)
		}
	}
	if _, err := table.Open(filepath.Join(dir, "absent")); fault.KindOf(err) != fault.Refused {
		t.Error("a file that is not there was not refused")
	}
	if _, err := table.Open(dir); err == nil {
		t.Error("a folder was opened")
	}
}

// hostile is a small file with every type, whose damage the tests below try out.
func hostile(t testing.TB) []byte {
	path := copyTo(t, engine(t), `SELECT i AS id, 'text ' || i % 3 AS t, i % 2 = 0 AS b, i::DECIMAL(9,2) AS d, i::DECIMAL(38,18) AS w,
		DATE '2024-01-01' + i::INTEGER AS day, TIMESTAMP '2024-01-01 00:00:00' + INTERVAL (i) SECOND AS ts, '{}'::JSON AS j,
		CASE i % 3 WHEN 0 THEN NULL WHEN 1 THEN [] ELSE ['a', NULL] END AS l FROM range(40) r(i) ORDER BY i`)
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// read does with a file what verify does, and says whether a digest came out.
func read(t testing.TB, path string, data []byte) bool {
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := table.Digest(path)
	_, rootErr := table.Root([]string{"id"}, path)
	return err == nil && rootErr == nil
}

func TestDamagedFilesNeverPanicNorExhaustMemory(t *testing.T) {
	data, path := hostile(t), filepath.Join(t.TempDir(), "t.parquet")
	if !read(t, path, data) {
		t.Fatal("the sound file cannot be read")
	}
	var before, after runtime.MemStats
	most := uint64(0)
	for i := range data {
		bad := bytes.Clone(data)
		bad[i] ^= []byte{0x01, 0x80, 0xff, 0x40, 0x7f}[i%5]
		runtime.ReadMemStats(&before)
		read(t, path, bad)
		runtime.ReadMemStats(&after)
		most = max(most, after.TotalAlloc-before.TotalAlloc)
		if i%17 == 0 && read(t, path, data[:i]) {
			t.Errorf("cut off after %d of %d bytes, a digest came out", i, len(data))
		}
	}
	if limit := uint64(256 << 20); most > limit {
		t.Errorf("one damaged file took %d MiB, expected at most %d", most>>20, limit>>20)
	}
	t.Logf("%d files, at most %d KiB allocated", len(data), most>>10)
}

func FuzzRead(f *testing.F) {
	f.Add(hostile(f))
	path := filepath.Join(f.TempDir(), "t.parquet")
	f.Fuzz(func(t *testing.T, data []byte) {
		read(t, path, data)
	})
}

func TestLinesAreWhatTheDigestHashes(t *testing.T) {
	path := copyTo(t, engine(t), "SELECT * FROM (VALUES (2::BIGINT, 'b'), (10, NULL), (1, 'a')) v(id, t)")
	var got bytes.Buffer
	res, err := table.WriteLines(&got, path)
	if err != nil {
		t.Fatal(err)
	}
	want := `[["id","integer"],["t","text"]]` + "\n" + `["1","a"]` + "\n" + `["10",null]` + "\n" + `["2","b"]` + "\n"
	sum := sha256.Sum256([]byte(want))
	if got.String() != want || res.SHA256 != hex.EncodeToString(sum[:]) {
		t.Errorf("%s with digest %s", got.String(), res.SHA256)
	}
	if digest, err := table.Digest(path); err != nil || digest.SHA256 != res.SHA256 {
		t.Errorf("digest %v, %v", digest, err)
	}
}
