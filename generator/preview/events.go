package preview

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"sync"
	"time"

	"minglu/generator/checkout"
)

// A hub wakes the streams when there is a new state. The zero hub is ready.
type hub struct {
	mu   sync.Mutex
	next chan struct{} // closed when there is
}

// tell wakes every stream.
func (h *hub) tell() {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.next != nil {
		close(h.next)
	}
	h.next = nil
}

// news returns a channel that is closed at the next state.
func (h *hub) news() <-chan struct{} {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.next == nil {
		h.next = make(chan struct{})
	}
	return h.next
}

// A message is what the page's script is told.
type message struct {
	Page     string `json:"page"`     // what the bytes of the open page sum up to
	Mistakes string `json:"mistakes"` // HTML; "" where there are none
	Review   string `json:"review"`   // HTML; "" where the page is no brand's
}

// pulse is how often a stream says that it is alive: what is between may close
// a connection that says nothing.
const pulse = 20 * time.Second

// stream tells the page at an address, by server-sent events, of every new state
// until the page goes.
func (p *Preview) stream(w http.ResponseWriter, r *http.Request) {
	select {
	case p.streams <- struct{}{}:
		defer func() { <-p.streams }()
	default:
		http.Error(w, "打开的预览页面太多，请关闭一些，再刷新这一页。", http.StatusServiceUnavailable)
		return
	}
	open := r.URL.Query().Get("page")
	w.Header().Set("Content-Type", "text/event-stream; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	out := http.NewResponseController(w)
	last := ""
	for {
		news := p.hub.news() // before the state is looked at, so that none is missed
		data, err := json.Marshal(p.message(r.Context(), open))
		if err != nil {
			return
		}
		_ = out.SetWriteDeadline(time.Now().Add(slowest)) // a page that takes nothing is gone
		if text := string(data); text != last {
			last = text
			if _, err := fmt.Fprintf(w, "retry: 500\ndata: %s\n\n", text); err != nil {
				return
			}
		} else if _, err := fmt.Fprint(w, ":\n\n"); err != nil {
			return
		}
		if out.Flush() != nil {
			return
		}
		select {
		case <-news:
		case <-time.After(pulse):
		case <-r.Context().Done():
			return
		}
	}
}

// message is what there is to say to the page at a path now.
func (p *Preview) message(ctx context.Context, open string) message {
	s := p.current.Load()
	address := s.addressOf(open)
	page, err := p.page(ctx, s, address)
	m := message{Page: sumOfPage(page), Review: s.review(address)}
	if err != nil {
		m.Mistakes = s.mistakes(address, newFault(checkout.Open(p.options.Dir), err))
	} else {
		m.Mistakes = s.mistakes(address)
	}
	return m
}

// sumOfPage is a short sum of a page's bytes.
func sumOfPage(page []byte) string {
	sum := sha256.Sum256(page)
	return hex.EncodeToString(sum[:8])
}
