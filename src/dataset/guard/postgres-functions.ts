/**
 * Functions of PostgreSQL, and those of them that Redshift has, that compute from their arguments, the clock or chance, and its own
 * from Redshift. What reads files, settings, large objects, other sessions or statements in texts is not among them.
 */
export const POSTGRES_FUNCTIONS: ReadonlySet<string> = new Set(
  `abs acos acosd acosh age any_value array_agg array_append array_cat array_dims array_length array_lower array_ndims
  array_position array_positions array_prepend array_remove array_replace array_sample array_shuffle array_to_json array_to_string
  array_upper ascii asin asind asinh atan atan2 atan2d atand atanh avg bit_and bit_count bit_length bit_or bit_xor bool bool_and
  bool_or btrim cardinality cbrt ceil ceiling char_length character_length chr clock_timestamp coalesce concat concat_ws
  convert_from convert_to corr cos cosd cosh cot cotd count covar_pop covar_samp crc32 crc32c cume_dist date date_bin date_part
  date_trunc decode degrees dense_rank div encode erf erfc every exp extract factorial first_value float4 float8 floor format
  format_type gamma gcd get_bit get_byte greatest grouping host initcap int2 int4 int8 isfinite json json_agg json_agg_strict
  json_array json_array_elements json_array_elements_text json_array_length json_build_array json_build_object json_each
  json_each_text json_extract_path json_extract_path_text json_object json_object_agg json_object_keys json_scalar json_strip_nulls
  json_typeof jsonb jsonb_agg jsonb_agg_strict jsonb_array_elements jsonb_array_elements_text jsonb_array_length jsonb_build_array
  jsonb_build_object jsonb_concat jsonb_contains jsonb_each jsonb_each_text jsonb_exists jsonb_extract_path jsonb_extract_path_text
  jsonb_insert jsonb_object jsonb_object_agg jsonb_object_keys jsonb_path_exists jsonb_path_match jsonb_path_query
  jsonb_path_query_array jsonb_path_query_first jsonb_pretty jsonb_set jsonb_strip_nulls jsonb_typeof justify_days justify_hours
  justify_interval lag last_value lcm lead least left length lgamma ln log log10 lower lpad ltrim make_date make_interval make_time
  make_timestamp make_timestamptz max md5 min min_scale mod mode normalize now nth_value ntile nullif num_nonnulls num_nulls numeric
  octet_length overlay percent_rank percentile_cont percentile_disc pg_size_pretty pg_typeof pi position power quote_ident
  quote_literal quote_nullable radians random random_normal range_agg rank regexp_count regexp_instr regexp_like regexp_match
  regexp_matches regexp_replace regexp_split_to_array regexp_split_to_table regexp_substr regr_avgx regr_avgy regr_count
  regr_intercept regr_r2 regr_slope regr_sxx regr_sxy regr_syy repeat replace reverse right round row row_number row_to_json rpad
  rtrim scale sha224 sha256 sha384 sha512 sign sin sind sinh split_part sqrt starts_with statement_timestamp stddev stddev_pop
  stddev_samp string_agg string_to_array string_to_table strpos substr substring sum tan tand tanh text timezone to_ascii to_bin
  to_char to_date to_hex to_json to_jsonb to_number to_oct to_timestamp transaction_timestamp translate trim trim_array trim_scale
  trunc unicode_assigned unistr upper var_pop var_samp variance version width_bucket
  add_months approximate bpcharcmp charindex collate convert_timezone current_timestamp date_cmp dateadd datediff day_of_week
  dayname dexp dlog1 dlog10 fnv_hash from_hex get_array_length getdate ifnull interval_cmp is_array is_bigint is_boolean is_char
  is_decimal is_float is_integer is_object is_scalar is_smallint is_valid_json is_valid_json_array is_varchar json_parse
  json_serialize last_day len listagg median months_between next_day nvl nvl2 object ratio_to_report sha1 sha2 soundex strtol
  sysdate texttobytea timeofday timestamp_cmp to_varbyte trunc_date approximate_percentile_disc`.split(/\s+/),
)

/** Names that DuckDB's parser gives to what is no call in a statement: `LIKE`, `INTERVAL '1' DAY`, `ARRAY[1]`, `count(*)`. */
export const PARSER_FUNCTIONS: ReadonlySet<string> = new Set(
  `count_star list_value struct_pack row regexp_full_match like_escape not_like_escape ilike_escape not_ilike_escape timezone
  to_years to_months to_weeks to_days to_hours to_minutes to_seconds to_milliseconds to_microseconds to_quarters to_decades
  to_centuries to_millennia trunc date_part array_extract array_slice struct_extract map ltrim rtrim trim nullif
  quantile_cont quantile_disc`.split(/\s+/),
)

/** Functions that make rows from their arguments. */
export const POSTGRES_TABLE_FUNCTIONS: ReadonlySet<string> = new Set([
  'generate_series',
  'generate_subscripts',
  'json_array_elements',
  'json_array_elements_text',
  'json_each',
  'json_each_text',
  'json_object_keys',
  'jsonb_array_elements',
  'jsonb_array_elements_text',
  'jsonb_each',
  'jsonb_each_text',
  'jsonb_object_keys',
  'jsonb_path_query',
  'regexp_matches',
  'regexp_split_to_table',
  'string_to_table',
  'unnest',
])

/** Words before a parenthesis that call nothing. */
export const POSTGRES_WORDS: ReadonlySet<string> = new Set(
  `all and any array as asc at between bernoulli bit by case cast char character cross cube current_time current_timestamp dec
  decimal desc distinct else end escape except exclude exists filter first float following from full group grouping having ilike in
  inner intersect interval into is isnull join lateral left like limit localtime localtimestamp materialized natural not notnull
  numeric nulls offset on only or order outer over overlaps partition preceding precision range recursive repeatable right rollup
  row rows select sets similar some symmetric system table tablesample then time timestamp timestamptz timetz to union using values
  varbit varchar varying when where window with within without zone`.split(/\s+/),
)
