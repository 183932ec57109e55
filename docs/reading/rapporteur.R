# Read a release of Rapporteur in R: one file, `source("rapporteur.R")`. Tables come by duckdb where it is installed, else
# by arrow; a corpus needs quanteda. Base R does the rest, and JSON is read by jsonlite.
#
#   release <- rapporteur_open("dataset")               # or rapporteur_open("dataset", "2.0.0")
#   claims  <- rapporteur_table(release, "claims")      # a data frame
#   demands <- rapporteur_sql(release, "FROM demands")  # needs duckdb; the views are those of the release
#   corpus  <- rapporteur_corpus(release)               # one document per statement
#   rapporteur_cite(release, claims$claim_id[1])

rapporteur_releases <- function(dataset = "dataset") {
  listed <- jsonlite::fromJSON(file.path(dataset, "releases.json"))
  releases <- listed$releases
  if (is.null(releases$withdrawn)) releases$withdrawn <- NA_character_
  releases[, c("version", "date", "sha256", "withdrawn")]
}

rapporteur_open <- function(dataset = "dataset", version = NULL) {
  releases <- rapporteur_releases(dataset)
  standing <- releases[is.na(releases$withdrawn), ]
  if (is.null(version)) version <- standing$version[nrow(standing)]
  found <- releases[releases$version == version, ]
  if (nrow(found) != 1) stop(dataset, ": has no release ", version, "; listed are ", paste(releases$version, collapse = ", "))
  if (!is.na(found$withdrawn)) stop(dataset, ": release ", version, " was withdrawn: ", found$withdrawn)
  folder <- file.path(dataset, version)
  if (!dir.exists(folder)) stop(folder, ": is listed, but not here; fetch the folder too")
  structure(list(version = version, date = found$date, sha256 = found$sha256, folder = folder), class = "rapporteur_release")
}

rapporteur_files <- function(release, table) {
  if (!grepl("^[a-z_]+$", table)) stop(table, ": is no name of a table")
  pattern <- paste0("^", table, "(-[0-9]+-of-[0-9]+)?[.]parquet$")
  files <- sort(list.files(release$folder, pattern, full.names = TRUE))
  if (length(files) == 0) stop("release ", release$version, " has no table ", table)
  files
}

rapporteur_table <- function(release, table, columns = NULL) {
  files <- rapporteur_files(release, table)
  if (requireNamespace("duckdb", quietly = TRUE)) {
    chosen <- if (is.null(columns)) "*" else paste0('"', columns, '"', collapse = ", ")
    return(rapporteur_sql(release, paste("SELECT", chosen, "FROM", table)))
  }
  if (!requireNamespace("arrow", quietly = TRUE)) stop("install duckdb or arrow: install.packages(\"duckdb\")")
  frames <- lapply(files, function(file) as.data.frame(arrow::read_parquet(file, col_select = columns)))
  do.call(rbind, frames)
}

rapporteur_sql <- function(release, sql) {
  if (!requireNamespace("duckdb", quietly = TRUE)) stop("SQL needs duckdb: install.packages(\"duckdb\")")
  connection <- DBI::dbConnect(duckdb::duckdb())
  on.exit(DBI::dbDisconnect(connection, shutdown = TRUE))
  # views.sql names the files of its own folder
  before <- setwd(release$folder)
  on.exit(setwd(before), add = TRUE)
  DBI::dbExecute(connection, paste(readLines("views.sql", encoding = "UTF-8"), collapse = "\n"))
  DBI::dbGetQuery(connection, sql)
}

rapporteur_corpus <- function(release) {
  if (!requireNamespace("quanteda", quietly = TRUE)) stop("a corpus needs quanteda: install.packages(\"quanteda\")")
  statements <- rapporteur_table(release, "statements")
  statements <- statements[!is.na(statements$text), ]
  statements$date_start <- rapporteur_date(statements$date_start, statements$date_precision)
  lists <- vapply(statements, is.list, logical(1))
  quanteda::corpus(statements[, !lists], docid_field = "statement_id", text_field = "text")
}

# A date as exact as it is known: "2012-10-04", "2021-12" or "1969".
rapporteur_date <- function(day, precision) {
  digits <- ifelse(precision %in% "year", 4, ifelse(precision %in% "month", 7, 10))
  substr(as.character(day), 1, digits)
}

rapporteur_cite <- function(release, claim_id = NULL) {
  card <- readLines(file.path(release$folder, "README.md"), encoding = "UTF-8")
  reference <- card[which(card == "## Citing it") + 2]
  cited <- paste0(reference, " SHA-256 ", release$sha256, ".")
  if (is.null(claim_id)) return(cited)
  claims <- rapporteur_table(release, "claims", c("claim_id", "statement_id", "text"))
  claim <- claims[claims$claim_id == claim_id, ]
  if (nrow(claim) != 1) stop("release ", release$version, " has no claim ", claim_id)
  statements <- rapporteur_table(release, "statements")
  statement <- statements[statements$statement_id == claim$statement_id, ]
  who <- if (is.null(statement$citation)) statement$title else statement$citation
  paste0("\u201c", claim$text, "\u201d ", who, " Claim ", claim_id, ", in: ", cited)
}
