// The best sections for a query, ranked as lunr ranks all of them. Where thousands of words begin with what was typed, and
// stand in thousands of sections, lunr writes down for each section which of them stands where, and ranks afterwards. Here
// numbers are added up, and written down is what stands in the best sections. Runs in the search worker (search.js).
self.ranked = (index, most, marks) => {
  const { lunr } = self, every = index.search;
  const terms = [], numbers = new Map(), refs = [];    // the words, and the sections, by their numbers
  for (const [term, { _index }] of Object.entries(index.invertedIndex)) terms[_index] = term;
  const vectors = Object.entries(index.fieldVectors).map(([key, { elements }]) => {
    const { docRef, fieldName } = lunr.FieldRef.fromString(key);
    if (!numbers.has(docRef)) numbers.set(docRef, refs.push(docRef) - 1);
    return { doc: numbers.get(docRef), field: fieldName, elements };
  });
  const fields = new Map(index.fields.map((field) => [field, postings(vectors.filter((each) => each.field === field))]));

  // In which sections each word stands, and what it counts there: those of word n from starts[n] up to starts[n + 1].
  function postings(those) {
    const starts = new Uint32Array(terms.length + 1);
    for (const { elements } of those) for (let i = 0; i < elements.length; i += 2) starts[elements[i] + 1]++;
    for (let n = 0; n < terms.length; n++) starts[n + 1] += starts[n];
    const docs = new Uint32Array(starts[terms.length]), counts = new Float64Array(docs.length), free = starts.slice();
    for (const { doc, elements } of those) for (let i = 0; i < elements.length; i += 2) {
      const at = free[elements[i]]++;
      docs[at] = doc;
      counts[at] = elements[i + 1];
    }
    return { starts, docs, counts };
  }

  // By field, what each word counts that the query may mean.
  function asked({ clauses }) {
    const found = new Map(index.fields.map((field) => [field, new Map()]));
    for (const clause of clauses) {
      for (const term of clause.usePipeline ? index.pipeline.runString(clause.term, { fields: clause.fields }) : [clause.term]) {
        clause.term = term;
        for (const meant of index.tokenSet.intersect(lunr.TokenSet.fromClause(clause)).toArray()) {
          const number = index.invertedIndex[meant]._index;
          for (const field of clause.fields) found.get(field).set(number, (found.get(field).get(number) ?? 0) + clause.boost);
        }
      }
    }
    return found;
  }

  // Where the words stand in a section, to be marked: for each mark Material copies the text anew.
  function where(ref, words) {
    const data = new lunr.MatchData();
    for (const [field, counts] of words) {
      let left = marks;
      const elements = index.fieldVectors[new lunr.FieldRef(ref, field)]?.elements ?? [];
      for (let i = 0; i < elements.length; i += 2) {
        if (!counts.has(elements[i])) continue;
        const term = terms[elements[i]], position = index.invertedIndex[term][field][ref].position.slice(0, left);
        left -= position.length;
        data.add(term, field, { position });
      }
    }
    return data;
  }

  return (query) => {
    const parsed = new lunr.Query(index.fields);
    new lunr.QueryParser(query, parsed).parse();
    if (parsed.clauses.some(({ presence }) => presence !== lunr.Query.presence.OPTIONAL)) {
      return every.call(index, query).slice(0, most);  // a word that must, or must not, be there
    }
    const words = asked(parsed), scores = new Float64Array(refs.length), found = new Set();
    for (const [field, counts] of words) {
      const { starts, docs, counts: there } = fields.get(field);
      let length = 0;
      for (const count of counts.values()) length += count * count;
      length = Math.sqrt(length);
      for (const [number, count] of counts) {
        for (let at = starts[number]; at < starts[number + 1]; at++) {
          scores[docs[at]] += count * there[at] / length;
          found.add(docs[at]);
        }
      }
    }
    const best = [...found].sort((a, b) => scores[b] - scores[a] || a - b).slice(0, most);
    return best.map((doc) => ({ ref: refs[doc], score: scores[doc], matchData: where(refs[doc], words) }));
  };
};
