package fields

func yesOrNo(s string) string                         { panic("not yet") }
func spelledNumber(s, unit string) (Decimal, bool)    { panic("not yet") }
func spelledDate(s string, partial bool) (Date, bool) { panic("not yet") }
