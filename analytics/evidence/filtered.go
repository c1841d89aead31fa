package evidence

// WhollyFiltered gives the files that were loaded, and of which no dataset holds anything. A log that feeds several datasets
// may have nothing for one of them, and that is no surprise.
func WhollyFiltered(reports []FileReport) (files []string) {
	kept := map[string]bool{}
	for _, r := range reports {
		kept[r.File] = kept[r.File] || r.Status != Loaded || r.Read == 0 || r.Filtered < r.Read
	}
	for _, r := range reports {
		if !kept[r.File] {
			files, kept[r.File] = append(files, r.File), true
		}
	}
	return files
}

// tellFiltered says of such files why that is.
func tellFiltered(reports []FileReport) {
	whole := map[string]bool{}
	for _, file := range WhollyFiltered(reports) {
		whole[file] = true
	}
	for i, r := range reports {
		if whole[r.File] {
			reports[i].Message += "; every record was filtered: " + r.filtered
		}
	}
}
