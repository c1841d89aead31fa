package engine

import "strings"

// expressions are the classes of expressions that a section may have; nil means that its children are all there is to
// examine.
var expressions map[string]func(*inspection, tree, scope)

func init() {
	expressions = map[string]func(*inspection, tree, scope){
		"FUNCTION":             (*inspection).function,
		"WINDOW":               (*inspection).window,
		"COLUMN_REF":           (*inspection).column,
		"CAST":                 (*inspection).cast,
		"COLLATE":              (*inspection).collate,
		"BETWEEN":              nil,
		"CASE":                 nil,
		"COMPARISON":           nil,
		"CONJUNCTION":          nil,
		"CONSTANT":             nil,
		"LAMBDA":               nil,
		"OPERATOR":             nil,
		"POSITIONAL_REFERENCE": nil,
		"STAR":                 nil,
		"SUBQUERY":             nil,
	}
}

func (in *inspection) expression(class string, t tree, s scope) {
	check, known := expressions[class]
	switch {
	case class == "PARAMETER":
		in.refuse(t, "write $name", "a parameter without a name")
	case !known:
		in.refuse(t, "", "an expression of the class %s is not supported in a section", class)
	case check != nil:
		check(in, t, s)
	}
	if class != "CONSTANT" { // its value is no node
		in.children(t, s)
	}
}

// clocks are names that DuckDB takes for the clock or the session when no column has them.
var clocks = map[string]bool{
	"current_date": true, "current_time": true, "current_timestamp": true, "localtime": true, "localtimestamp": true,
	"current_localtime": true, "current_localtimestamp": true, "get_current_time": true, "today": true, "now": true,
	"current_user": true, "current_role": true, "session_user": true, "user": true, "current_catalog": true,
	"current_database": true, "current_schema": true, "rowid": true,
}

func (in *inspection) column(t tree, _ scope) {
	path := t.list("column_names")
	name, _ := path[len(path)-1].(string)
	name = strings.ToLower(name)
	switch {
	case name == "rowid":
		in.refuse(t, "use a key of the evidence", "rowid depends on how rows lie in the engine")
	case len(path) == 1 && clocks[name]:
		in.refuse(t, "for a column of that name write table."+name+"; for a date take the parameter $as_of",
			"%s depends on when and by whom the script is run", name)
	}
}

func (in *inspection) function(t tree, s scope) {
	name := strings.ToLower(t.text("function_name"))
	if !in.callable(t, name) {
		return
	}
	if sorts[name] && len(t.list("children")) > 0 { // DuckDB also writes list(x ORDER BY x) so
		if inner, ok := t.list("children")[0].(map[string]any); ok {
			inner["sorted"] = true
		}
	}
	if orderly[name] && len(t.child("order_bys").list("orders")) == 0 && t.empty("sorted") {
		in.refuse(t, "write "+name+"(… ORDER BY …) with a key that no two rows share, or use min or max",
			"%s without ORDER BY depends on the order of rows", name)
	}
	if rule := argumentRules[name]; rule != nil {
		if what := rule(t.list("children")); what != "" {
			in.refuse(t, "", "%s: %s", name, what)
		}
	}
	if name == "sum" || name == "avg" || name == "mean" {
		in.sums = append(in.sums, t)
	}
}

// sorts are functions after which the order of a list no longer tells the order of rows.
var sorts = words(`list_sort array_sort list_reverse_sort array_reverse_sort`)

func (in *inspection) window(t tree, s scope) {
	name := strings.ToLower(t.text("function_name"))
	if !in.callable(t, name) {
		return
	}
	byOrder := orderly[name] || positional[name] || rowsFrame(t)
	if byOrder && len(t.list("orders")) == 0 && len(t.list("arg_orders")) == 0 {
		in.refuse(t, "add ORDER BY with a key that no two rows share to OVER (…)", "%s OVER without ORDER BY depends on the order of rows", name)
	}
	if name == "sum" || name == "avg" || name == "mean" {
		in.sums = append(in.sums, t)
	}
}

// rowsFrame says that a window counts rows, so that their order decides which ones are in it.
func rowsFrame(t tree) bool {
	return strings.HasSuffix(t.text("start"), "_ROWS") || strings.HasSuffix(t.text("end"), "_ROWS") || t.text("exclude_clause") == "CURRENT_ROW"
}

// callable refuses functions that are not on the list.
func (in *inspection) callable(t tree, name string) bool {
	if schema := t.text("schema"); schema != "" && schema != "main" || t.text("catalog") != "" {
		in.refuse(t, "write "+name+"(…) without a schema, and a method call x."+name+"() as "+name+"(x)",
			"the function %s has a schema or a catalogue", name)
		return false
	}
	if allowed[name] {
		return true
	}
	hint, listed := refused[name]
	if !listed {
		hint = nearest(name)
	}
	in.refuse(t, hint, "the function %s is not one that a section may use", name)
	return false
}

// castable are the types that a cast may name. The others crash on deep values or have no exact text.
var castable = map[string]bool{
	"BOOLEAN": true, "TINYINT": true, "SMALLINT": true, "INTEGER": true, "BIGINT": true, "HUGEINT": true, "UTINYINT": true,
	"USMALLINT": true, "UINTEGER": true, "UBIGINT": true, "UHUGEINT": true, "DECIMAL": true, "DOUBLE": true, "FLOAT": true, "VARCHAR": true,
	"DATE": true, "TIME": true, "TIMESTAMP": true, "TIMESTAMP WITH TIME ZONE": true, "TIMESTAMP_S": true, "TIMESTAMP_MS": true,
	"TIMESTAMP_NS": true, "INTERVAL": true, "BLOB": true, "UUID": true, "JSON": true, "ENUM": true,
	"LIST": true, "STRUCT": true, "MAP": true, "ARRAY": true,
}

func (in *inspection) cast(t tree, _ scope) { in.castType(t, t.child("cast_type")) }

// castType examines a type and the types inside it.
func (in *inspection) castType(at, typ tree) {
	id, info := typ.text("id"), typ.child("type_info")
	if id == "UNBOUND" || id == "USER" {
		id = strings.ToUpper(info.text("name"))
	}
	if alias := info.text("alias"); alias != "" {
		id = strings.ToUpper(alias)
	}
	if aliased, ok := typeAliases[id]; ok {
		id = aliased
	}
	if !castable[id] {
		in.refuse(at, "", "the type %s is not one that a section may cast to", id)
	}
	if child := info.child("child_type"); child != nil {
		in.castType(at, child)
	}
	for _, field := range info.list("child_types") {
		f, _ := field.(map[string]any)
		in.castType(at, tree(f).child("second"))
	}
}

// typeAliases are type names that the parser leaves to the binder.
var typeAliases = map[string]string{"TIMESTAMPTZ": "TIMESTAMP WITH TIME ZONE", "STRING": "VARCHAR", "TEXT": "VARCHAR", "INT": "INTEGER"}

var collations = map[string]bool{"nocase": true, "noaccent": true, "nfc": true, "binary": true}

func (in *inspection) collate(t tree, _ scope) {
	for _, name := range strings.Split(strings.ToLower(t.text("collation")), ".") {
		if !collations[name] {
			in.refuse(t, "use NOCASE, NOACCENT or NFC", "the collation %s depends on a language", name)
		}
	}
}
